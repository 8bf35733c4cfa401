namespace ModelGen.Data;

/// <summary>In which order the texts of the label column become the classes 0, 1, ….</summary>
public enum ClassOrder
{
    /// <summary>By character codes, so that the numbering does not depend on the order of the rows.</summary>
    Sorted,

    /// <summary>As they first appear in the file.</summary>
    Appearance,
}

/// <summary>How a CSV file is to be read.</summary>
public sealed class CsvOptions
{
    /// <summary>The character between fields.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>
    /// Whether the first line holds names; null, the default, finds out: it does when a column is named in these options, or when
    /// none of its input fields is a number or stands for a missing one. Where that is not clear there is an error.
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>The column of the class labels; by default the last one.</summary>
    public CsvColumn LabelColumn { get; init; } = ^1;

    /// <summary>The columns of the targets where numbers are to be predicted; by default the last one.</summary>
    public IReadOnlyList<CsvColumn> TargetColumns { get; init; } = [^1];

    /// <summary>Columns to leave out, such as a row number.</summary>
    public IReadOnlyList<CsvColumn> IgnoredColumns { get; init; } = [];

    /// <summary>
    /// The texts of the label column in the order of the classes; any other text is an error. By default they are
    /// collected from the file, and labels that are all whole numbers of at least 0 stand for themselves. Give the
    /// <see cref="Dataset{TTarget}.ClassNames"/> of the training data when reading the test data.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The order of collected class names.</summary>
    public ClassOrder ClassOrder { get; init; } = ClassOrder.Sorted;

    /// <summary>Each input is multiplied by this: <c>1f / 255</c> for pixels, for example.</summary>
    public float Scale { get; init; } = 1f;

    /// <summary>The shape of one sample, such as [1, 28, 28]; by default [number of input columns].</summary>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>Whether NaN and infinity are accepted; otherwise they are errors.</summary>
    public bool AllowNonFinite { get; init; }
}
