using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>How far the run of a function has come, with the gradients that it tries: it must end, and fit on the stack.</summary>
internal sealed class FormulaSteps
{
    /// <summary>The most expressions within each other, those of functions that call each other added up.</summary>
    public const int MostDepth = 2 * FormulaText.MostDepth;

    private readonly Dictionary<FunctionSpec, int> _depths = new(ReferenceComparer.Instance);
    private int _depth;

    /// <summary>The expressions and statements that were run.</summary>
    public int Taken { get; set; }

    /// <summary>Begins a call; false if it would be too deep.</summary>
    public bool Enter(FunctionSpec function) => (_depth += DepthOf(function)) <= MostDepth;

    /// <summary>Ends a call.</summary>
    public void Leave(FunctionSpec function) => _depth -= DepthOf(function);

    private int DepthOf(FunctionSpec function)
    {
        if (_depths.TryGetValue(function, out var known)) return known;
        var depth = function.Body.Select(Depth).DefaultIfEmpty().Max();
        _depths.Add(function, depth);
        return depth;
    }

    private static int Depth(Formula formula) => 1 + formula.Parts.Select(Depth).DefaultIfEmpty().Max();

    /// <summary>Functions as objects: to compare what they compute would take long.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<FunctionSpec>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(FunctionSpec? x, FunctionSpec? y) => ReferenceEquals(x, y);

        public int GetHashCode(FunctionSpec function) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(function);
    }
}
