using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>One attribute of a pipeline, read: typed, named, and with the blocks it uses resolved.</summary>
internal sealed record Step(PipelineAttribute Attribute, string Kind, SpecLocation Location)
{
    /// <summary>For layers and wiring.</summary>
    public LayerDefinition? Layer { get; init; }

    /// <summary>The user's function that it names; null if it names none.</summary>
    public BoundFunction? Function { get; init; }

    /// <summary>Every parameter that the layer can have.</summary>
    public IReadOnlyList<string> ParameterNames => Function?.ParameterNames ?? Layer?.ParameterNamesOf(Attribute) ?? [];

    /// <summary>For uses of blocks.</summary>
    public BlockDefinition? Block { get; init; }

    /// <summary>The blocks used, in the order of the type arguments.</summary>
    public IReadOnlyList<BlockBody> Branches { get; init; } = [];

    /// <summary>The arguments that take their value, or an element, from the use of the block that the step is in.</summary>
    public IReadOnlyList<string> FromUse { get; init; } = [];

    /// <summary>The name of a layer or of a use of a block in its scope; null for everything else.</summary>
    public string? Name { get; init; }

    /// <summary>How this step names a value, if it does.</summary>
    public ValueDefinition? Definition => Layer?.Defines(Attribute);

    /// <summary>The name this step gives to a value.</summary>
    public string? ValueName => Definition?.Name;

    /// <summary>Whether it transforms the current value. Then it has a row in the summary.</summary>
    public bool IsLayer => Attribute is LayerAttribute or BlockUseAttribute;

    /// <summary>The number of steps that it stands for, with blocks expanded. Huge numbers are not exact.</summary>
    public long Size { get; init; } = 1;

    /// <summary>Whether an argument takes its value, or one of its elements, from the use of the block.</summary>
    public bool TakesFromUse(string argument) => FromUse.Contains(argument, StringComparer.OrdinalIgnoreCase);

    public string Display(string prefix) => Name is null ? $"[{Kind}]" : $"[{Kind}] '{prefix}{Name}'";
}

/// <summary>A block with the arguments of one use.</summary>
internal sealed record BlockBody(string DisplayName, IReadOnlyList<Step> Steps)
{
    /// <inheritdoc cref="Step.Size"/>
    public long Size => Steps.Sum(step => step.Size);
}
