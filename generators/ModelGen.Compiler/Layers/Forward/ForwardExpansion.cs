using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>An attribute that stands for a call in a model's <c>Forward</c>.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Place">The call.</param>
public sealed record ForwardEntry(AttributeSpec Attribute, FormulaPlace Place)
{
    /// <summary>Where its arguments stand, in the same function.</summary>
    public EquatableArray<(string Argument, int Position)> Arguments { get; init; } = EquatableArray<(string, int)>.Empty;
}

/// <summary>A model whose layers are a method, <c>static Tensor Forward(Tensor x)</c>, as one whose layers are attributes.</summary>
/// <remarks>
/// The method is run once, here, and each layer call becomes the attribute that says the same. So the Spec is the one that the attributes
/// would give, and nothing behind it knows how the layers were written.
/// </remarks>
public sealed class ForwardExpansion
{
    /// <summary>The name of the method.</summary>
    public const string MethodName = "Forward";

    private ForwardExpansion(
        IReadOnlyList<ForwardEntry> entries,
        IReadOnlyList<FunctionSpec> functions,
        IReadOnlyDictionary<string, IReadOnlyList<FormulaPlace>> places) =>
        (Entries, Functions, Places) = (entries, functions, places);

    /// <summary>The attributes, in their order. They stand behind the last of those that come before the layers.</summary>
    public IReadOnlyList<ForwardEntry> Entries { get; }

    /// <summary>Functions that the attributes apply and that no method of the user is: the operations between layers.</summary>
    public IReadOnlyList<FunctionSpec> Functions { get; }

    /// <summary>Where the expressions of those functions stand.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FormulaPlace>> Places { get; }

    /// <summary>What is wrong in the method; null if nothing is.</summary>
    public FunctionProblem? Problem { get; private init; }

    /// <summary>Whether the run ended early, because a layer has a mistake that it will report itself.</summary>
    public bool EndsEarly { get; private init; }

    /// <summary>Runs the method.</summary>
    /// <param name="forward">Its id.</param>
    /// <param name="functions">It, and the functions that it calls.</param>
    /// <param name="attributes">The attributes of the class.</param>
    public static ForwardExpansion Of(string forward, IEnumerable<FunctionSpec> functions, IReadOnlyList<AttributeSpec> attributes)
    {
        var table = functions.ToDictionary(function => function.Id, StringComparer.Ordinal);
        var function = table[forward];
        var name = new FormulaPlace(forward, -1);
        var pipeline = new ForwardPipeline(attributes.Take(Begin(attributes)).Where(IsBefore).ToArray(), table);
        if (attributes.Where(IsLayer).FirstOrDefault() is { } layer)
            return Wrong(DiagnosticCatalogue.LayersTwice, $"[{LayerCalls.KindOf(layer)}]");
        if (pipeline.Inputs.Count == 0) return new ForwardExpansion([], [], pipeline.Places);
        if (WhyNotInputs(function, pipeline.Inputs.Count) is { } reason) return Wrong(DiagnosticCatalogue.ForwardInputs, reason);
        var runner = new ForwardRunner(new BoundFunction(function, table), pipeline);
        var result = runner.Run();
        // Too many layers are said once.
        ForwardEntry[] entries = pipeline.Count > Limits.Steps ? [] : pipeline.Entries(result, name).ToArray();
        return new ForwardExpansion(entries, pipeline.Made, pipeline.Places)
        {
            Problem = runner.Problem is { } problem
                ? new FunctionProblem(problem.Descriptor.Id, problem.Function, problem.Position, problem.Message.ToEquatableArray())
                : null,
            EndsEarly = result is null,
        };

        ForwardExpansion Wrong(DiagnosticDescriptor descriptor, string reason) => new([], [], pipeline.Places)
        {
            Problem = new FunctionProblem(descriptor.Id, forward, -1, EquatableArray.Of(function.Name, reason)),
            EndsEarly = true,
        };
    }

    /// <summary>How many attributes come before the layers: up to the last input.</summary>
    public static int Begin(IReadOnlyList<AttributeSpec> attributes) =>
        1 + Enumerable.Range(0, attributes.Count).Where(i => IsBefore(attributes[i])).DefaultIfEmpty(-1).Max();

    /// <summary>Whether a fix adds an attribute of a layer.</summary>
    public static bool AddsLayers(Fix fix) => fix.Edits.OfType<Edit.InsertEdit>().SelectMany(insert => insert.Attributes)
        .Any(text => IsLayer(new AttributeSpec(
            text.Split('(')[0] + nameof(Attribute),
            EquatableArray<string>.Empty,
            EquatableArray<ArgumentSpec>.Empty,
            EquatableArray<ArgumentSpec>.Empty)));

    private static bool IsBefore(AttributeSpec attribute) =>
        AttributeFactory.Is<ModelInputAttribute>(attribute)
        || AttributeFactory.Is<LengthsAttribute>(attribute)
        || AttributeFactory.Is<ShapeAttribute>(attribute);

    /// <summary>Whether an attribute says what the method says.</summary>
    private static bool IsLayer(AttributeSpec attribute) =>
        AttributeFactory.Is<LayerAttribute>(attribute)
        || AttributeFactory.Is<BlockUseAttribute>(attribute)
        || AttributeFactory.Is<AsAttribute>(attribute)
        || AttributeFactory.Is<FromAttribute>(attribute)
        || AttributeFactory.Is<AddAttribute>(attribute)
        || AttributeFactory.Is<MultiplyAttribute>(attribute)
        || AttributeFactory.Is<ConcatAttribute>(attribute);

    /// <summary>Why the method's parameters are not the inputs.</summary>
    private static string? WhyNotInputs(FunctionSpec function, int inputs)
    {
        var tensors = function.Parameters.TakeWhile(parameter => parameter.Kind == ParameterKind.Tensor).Count();
        if (tensors != inputs || function.Parameters.Skip(tensors).Any(parameter => parameter.Default is null))
        {
            return $"takes {Count(function.Parameters.Count, "parameter")}, and the model has {Count(inputs, "input")}. Declare one Tensor "
                + "for each input, in their order.";
        }

        return null;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{Limits.Plain(number)} {what}s";
}
