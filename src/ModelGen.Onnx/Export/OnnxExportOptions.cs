namespace ModelGen.Onnx;

/// <summary>How a model is written as an ONNX file.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>The oldest version of the operators in which models are written.</summary>
    public static int OldestOpset => 17;

    /// <summary>
    /// The newest version of the operators in which models are written: that of ONNX 1.21, the newest that ONNX Runtime 1.31 takes.
    /// </summary>
    public static int NewestOpset => 26;

    /// <summary>
    /// The version of the operators, from <see cref="OldestOpset"/> to <see cref="NewestOpset"/>; the version of the file's format is the
    /// one that came with it. Old versions are read by more programs; newer ones have some layers as fewer operators. Default: 17.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to another version.</exception>
    public int Opset
    {
        get;
        init => field = value >= OldestOpset && value <= NewestOpset ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"Models are written with operators of version {OldestOpset} to {NewestOpset}.");
    }
        = OldestOpset;
}
