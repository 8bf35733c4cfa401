using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A function of scalars: its meaning in double precision and its derivatives, one rule a line.</summary>
/// <remarks>Codegen has a table of the same names with the instructions.</remarks>
public sealed class ScalarFunction
{
    public static readonly ScalarFunction
        Add = Define("add", a => a[0] + a[1], d => d.Upstream, d => d.Upstream),
        Subtract = Define("subtract", a => a[0] - a[1], d => d.Upstream, d => -d.Upstream),
        Multiply = Define("multiply", a => a[0] * a[1], d => d.Upstream * d[1], d => d.Upstream * d[0]),
        Divide = Define("divide", a => a[0] / a[1], d => d.Upstream / d[1], d => -(d.Upstream * d.Result / d[1])),
        Negate = Define("negate", a => -a[0], d => -d.Upstream),
        MultiplyAdd = Define("multiply-add", a => (a[0] * a[1]) + a[2], d => d.Upstream * d[1], d => d.Upstream * d[0], d => d.Upstream),
        Abs = Define("abs", a => Math.Abs(a[0]), d => d[0].IfLess(d.Zero, -d.Upstream, d[0].IfEqual(d.Zero, d.Zero, d.Upstream))),
        Sqrt = Define("sqrt", a => Math.Sqrt(a[0]), d => d.Upstream * (0.5 / d.Result)),
        Exp = Define("exp", a => Math.Exp(a[0]), d => d.Upstream * d.Result),
        Expm1 = Define("expm1", a => ExpMinusOne(a[0]), d => d.Upstream * (d.Result + 1)),
        Log = Define("log", a => Math.Log(a[0]), d => d.Upstream / d[0]),
        Log1p = Define("log1p", a => LogOnePlus(a[0]), d => d.Upstream / (d[0] + 1)),
        Tanh = Define("tanh", a => Math.Tanh(a[0]), d => d.Upstream * (1 - (d.Result * d.Result))),
        Sigmoid = Define("sigmoid", a => Logistic(a[0]), d => d.Upstream * (d.Result * (1 - d.Result))),
        Erf = Define("erf", a => ErrorFunction.Evaluate(a[0]), d => d.Upstream * ((-(d[0] * d[0])).Exp() * (2 / Math.Sqrt(Math.PI)))),
        // No gradient flows where the result is zero; that of a NaN passes.
        Relu = Define("relu", a => a[0] < 0 ? 0 : a[0], d => d.Result.IfEqual(d.Zero, d.Zero, d.Upstream)),
        // Equal arguments share the gradient, as with torch.maximum.
        Max = Define(
            "max",
            a => Larger(a[0], a[1]),
            d => HalfIfEqual(d, d[0].IfLess(d[1], d.Zero, d.Upstream)),
            d => HalfIfEqual(d, d[1].IfLess(d[0], d.Zero, d.Upstream))),
        IfLess = Define(
            "if-less",
            a => a[0] < a[1] ? a[2] : a[3],
            null,
            null,
            d => d[0].IfLess(d[1], d.Upstream, d.Zero),
            d => d[0].IfLess(d[1], d.Zero, d.Upstream)),
        IfEqual = Define(
            "if-equal",
            a => a[0] == a[1] ? a[2] : a[3],
            null,
            null,
            d => d[0].IfEqual(d[1], d.Upstream, d.Zero),
            d => d[0].IfEqual(d[1], d.Zero, d.Upstream)),
        // The same functions from polynomials whose products and sums are rounded one by one.
        ExpUnfused = Exp.WithoutFusing(),
        Expm1Unfused = Expm1.WithoutFusing(),
        LogUnfused = Log.WithoutFusing(),
        Log1pUnfused = Log1p.WithoutFusing(),
        TanhUnfused = Tanh.WithoutFusing(),
        SigmoidUnfused = Sigmoid.WithoutFusing(),
        ErfUnfused = Erf.WithoutFusing();

    private ScalarFunction(string name, Func<double[], double> evaluate, Func<GradientContext, Value>?[] gradients)
    {
        Name = name;
        Evaluate = evaluate;
        Gradients = gradients;
        Unfused = this;
    }

    /// <summary>All functions, by reflection over the table above.</summary>
    public static IReadOnlyList<ScalarFunction> All { get; } = typeof(ScalarFunction).GetFields()
        .Where(f => f.FieldType == typeof(ScalarFunction)).Select(f => (ScalarFunction)f.GetValue(null)!).ToArray();

    public string Name { get; }

    /// <summary>The name as that of a method: <c>IfLess</c>, <c>ExpUnfused</c>.</summary>
    public string MethodName => string.Concat(Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>The same function computed without fused multiply-adds; itself, if there are none in it.</summary>
    public ScalarFunction Unfused { get; private set; }

    public int Arity => Gradients.Count;

    public Func<double[], double> Evaluate { get; }

    /// <summary>For each argument, the gradient given the result's; null where none flows (conditions).</summary>
    public IReadOnlyList<Func<GradientContext, Value>?> Gradients { get; }

    public override string ToString() => Name;

    private ScalarFunction WithoutFusing() => Unfused = new ScalarFunction(Name + "-unfused", Evaluate, [.. Gradients]);

    private static ScalarFunction Define(
        string name, Func<double[], double> evaluate, params Func<GradientContext, Value>?[] gradients) => new(name, evaluate, gradients);

    /// <summary>The larger of two; of equal numbers the second; NaN if either is NaN.</summary>
    public static double Larger(double a, double b) => a > b || double.IsNaN(a) ? a : b;

    private static Value HalfIfEqual(GradientContext d, Value otherwise) => d[0].IfEqual(d[1], d.Upstream * 0.5, otherwise);

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    // Kahan's corrections; netstandard2.0 has neither function.
    private static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        if (u == 1) return x;
        var less = u - 1;
        return less == -1 || double.IsInfinity(u) ? less : less * x / Math.Log(u);
    }

    private static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) || u <= 0 ? Math.Log(u) : Math.Log(u) * x / (u - 1);
    }

    /// <summary>What a derivative rule may refer to: the arguments, the result, and the result's gradient.</summary>
    public readonly struct GradientContext(IReadOnlyList<Value> arguments, Value result, Value upstream)
    {
        public Value this[int argument] => arguments[argument];

        public Value Result { get; } = result;

        public Value Upstream { get; } = upstream;

        public Value Zero => Upstream.Builder.Constant(0);
    }
}
