namespace ModelGen.Compiler.Layers;

/// <summary>The numbers between two bounds, either of which may be infinite.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public static readonly Interval All = new(double.NegativeInfinity, double.PositiveInfinity);

    public static readonly Interval NotNegative = new(0, double.PositiveInfinity);

    public static readonly Interval ZeroToOne = new(0, 1);
}
