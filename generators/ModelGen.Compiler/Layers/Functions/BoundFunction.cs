using System.Text;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>A user's function with those that it calls.</summary>
public sealed class BoundFunction
{
    private readonly IReadOnlyDictionary<string, FunctionSpec> _all;
    private IReadOnlyList<string>? _parameterNames;

    internal BoundFunction(FunctionSpec function, IReadOnlyDictionary<string, FunctionSpec> all) => (Function, _all) = (function, all);

    public FunctionSpec Function { get; }

    /// <summary>Whether it is given the labels of a sample.</summary>
    public bool TakesLabels => Function.Parameters.Any(parameter => parameter.Kind == ParameterKind.Labels);

    /// <summary>The names of all parameters and buffers that it can make, in the order of its text.</summary>
    public IReadOnlyList<string> ParameterNames => _parameterNames ??= Formulas()
        .Where(formula => formula.Operation is FormulaRunner.ParameterOperation or FormulaRunner.BufferOperation && formula.Parts.Count > 0)
        .Select(formula => formula.Parts[0].Text)
        .Distinct()
        .ToArray();

    /// <summary>
    /// What it computes, as a short text that changes with it: files of weights carry it. How parameters start is no part of that.
    /// </summary>
    public string Fingerprint
    {
        get
        {
            var hash = 14695981039346656037UL;
            foreach (var formula in Formulas())
            {
                var number = formula.Number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
                var text = formula.Operation is FormulaOperations.Call or FormulaOperations.Local or FormulaOperations.Assign
                    ? "" : formula.Text;
                foreach (var character in $"{formula.Operation}({formula.Parts.Count}){number}{text};")
                    hash = unchecked((hash ^ character) * 1099511628211UL);
            }

            return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The function with an id.</summary>
    internal FunctionSpec Find(string id) => _all[id];

    /// <summary>Another function of the same model.</summary>
    internal BoundFunction Of(string id) => new(_all[id], _all);

    /// <summary>All expressions and statements, those of functions that are called as well, each function once.</summary>
    private IEnumerable<Formula> Formulas()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { Function.Id };
        var open = new Stack<Formula>(Function.Body.Reverse());
        while (open.Count > 0)
        {
            var formula = open.Pop();
            yield return formula;
            if (formula.Operation == FormulaOperations.Call && _all.TryGetValue(formula.Text, out var called) && reached.Add(called.Id))
            {
                foreach (var part in called.Body.Reverse()) open.Push(part);
            }

            // How a parameter starts: its third argument.
            var parts = formula.Operation is FormulaRunner.ParameterOperation or FormulaRunner.BufferOperation
                ? formula.Parts.Take(2) : formula.Parts;
            foreach (var part in parts.Reverse()) open.Push(part);
        }
    }

    /// <summary>The functions of a model, by id.</summary>
    internal static IReadOnlyDictionary<string, FunctionSpec> Table(ModelSpec spec) =>
        spec.Functions.GroupBy(function => function.Id).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
}

/// <summary>Something in a user's function that cannot be computed.</summary>
/// <param name="Descriptor">The kind of mistake.</param>
/// <param name="Function">The id of the function it stands in; null for the attribute itself.</param>
/// <param name="Position">The position of the expression.</param>
/// <param name="Message">The message's arguments from {2} on.</param>
internal sealed record FormulaProblem(DiagnosticDescriptor Descriptor, string? Function, int Position, string[] Message)
{
    /// <summary>The problem that the front end found.</summary>
    public static FormulaProblem Of(FunctionProblem problem) => new(
        DiagnosticCatalogue.All.First(descriptor => descriptor.Id == problem.Diagnostic),
        problem.Function,
        problem.Position,
        [.. problem.Message]);

    /// <summary>Where it stands, for an attribute that uses the function.</summary>
    public SpecLocation At(SpecLocation attribute) => Function is null ? attribute.At("function") : attribute.In(Function, Position);
}
