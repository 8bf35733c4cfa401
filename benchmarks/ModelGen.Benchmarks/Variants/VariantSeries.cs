namespace ModelGen.Benchmarks.Variants;

/// <summary>A training step that differs in one thing.</summary>
/// <param name="Name">The difference.</param>
/// <param name="Create">Makes the model, whose inputs have 784 numbers and whose labels are ten.</param>
/// <param name="Behind">Prepares what is done behind each step of a model; null for nothing.</param>
internal sealed record Variant(string Name, Func<ITrainable<int>> Create, Func<ITrainable<int>, Action>? Behind = null);

/// <summary>A training step and its variants.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="Samples">Samples of a batch.</param>
/// <param name="Variants">What is compared with the first.</param>
internal sealed record VariantSeries(string Id, int Samples, IReadOnlyList<Variant> Variants);
