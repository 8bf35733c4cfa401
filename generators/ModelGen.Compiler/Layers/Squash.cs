namespace ModelGen.Compiler.Layers;

/// <summary>The range of a softmax or a sigmoid whose input has a limited range.</summary>
internal static class Squash
{
    /// <summary>The largest possible probability of a class: its score is the highest, all others are the lowest.</summary>
    public static double Softmax(Interval scores, int classes) => 1 / (1 + ((classes - 1) * Math.Exp(scores.Low - scores.High)));

    public static Interval Sigmoid(Interval scores) => new(Sigmoid(scores.Low), Sigmoid(scores.High));

    public static Interval HardSigmoid(Interval scores) => new(HardSigmoid(scores.Low), HardSigmoid(scores.High));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double HardSigmoid(double x) => Math.Min(Math.Max(x + 3, 0), 6) / 6;
}
