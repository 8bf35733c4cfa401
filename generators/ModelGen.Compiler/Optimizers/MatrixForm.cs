using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Optimizers;

/// <summary>A parameter as a matrix, one row for each slice along its first axis in files.</summary>
/// <param name="Shape">Its axes as it lies in memory, padding included.</param>
/// <param name="RowAxes">Those that count the rows; the others count columns.</param>
/// <param name="Rows">How many rows it has, without padding.</param>
/// <param name="Columns">How many columns, without padding.</param>
public sealed record MatrixForm(Shape Shape, EquatableArray<int> RowAxes, int Rows, int Columns)
{
    /// <summary>The axes of the columns.</summary>
    public int[] ColumnAxes => Enumerable.Range(0, Shape.Rank).Except(RowAxes).ToArray();
}
