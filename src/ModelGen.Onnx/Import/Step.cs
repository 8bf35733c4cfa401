namespace ModelGen.Onnx.Import;

/// <summary>One attribute of the declaration that makes a value.</summary>
/// <param name="Kind">The attribute, such as <c>Conv2D</c>.</param>
/// <param name="Arguments">What stands in its parentheses, without a name; "" for none.</param>
/// <param name="Current">The number of the value that it takes as the current one.</param>
/// <param name="Result">The value that it makes.</param>
internal sealed record Step(string Kind, string Arguments, int Current, Sample Result)
{
    /// <summary>The other values that it reads, in order.</summary>
    public IReadOnlyList<int> Others { get; init; } = [];

    /// <summary>What a layer with weights keeps, by its names there.</summary>
    public IReadOnlyList<ImportedWeight> Weights { get; init; } = [];

    /// <summary>The name that the file's tensors suggest, or null.</summary>
    public string? Name { get; init; }

    /// <summary>For <c>Apply</c>: the function's expression, over <c>x</c> and <c>a</c>, <c>b</c>, ….</summary>
    public Function? Function { get; init; }

    /// <summary>Whether its numbers stay as they are, since they are no weights.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Whether each number of the result is made of those at its place: the order of axes does not matter to it.</summary>
    public bool IsOfEachElement
    {
        get => field || Kind is "Relu" or "Sigmoid" or "Tanh" or "Softplus" or "LeakyRelu" or "Elu" or "Gelu" or "Silu" or "HardSigmoid"
            or "Add" or "Multiply";
        init;
    }

    /// <summary>Whether no result is negative: zeros are no maximum then.</summary>
    public bool IsNotNegative => Kind is "Relu" or "Sigmoid" or "Softmax" or "Softplus" or "HardSigmoid";

    /// <summary>Whether the attribute counts as a layer, for default names; the others wire values.</summary>
    public bool IsLayer => Kind is not ("Add" or "Multiply" or "Concat");
}
