using ModelGen.Benchmarks.Onnx;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>What a peer has to build to compute the same as one of our models: a layer, or a composition of them.</summary>
internal abstract record Architecture
{
    /// <summary>
    /// Floating-point operations of the products in a forward pass of one sample, from the shapes. A multiply-add is two.
    /// </summary>
    public abstract double ForwardFlop { get; }

    /// <summary>
    /// The part of <see cref="ForwardFlop"/> in the first layer that has weights. Training needs no gradient of its input.
    /// </summary>
    public abstract double FirstFlop { get; }

    /// <summary>
    /// A Python expression for the <c>torch.nn.Module</c>; <c>nn</c> is <c>torch.nn</c>. Its parameters come in our order.
    /// </summary>
    public abstract string PyTorch { get; }

    /// <summary>Appends nodes to an ONNX graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The name of the value that arrives.</param>
    /// <param name="weights">Our parameters, of which this takes its own.</param>
    /// <returns>The name of the value that leaves.</returns>
    public abstract string AddTo(OnnxGraph graph, string input, WeightReader weights);

    /// <summary>
    /// Operations of a training step for one sample: forward, the gradients of the weights, and those of all inputs but the first.
    /// </summary>
    public double TrainingFlop => (3 * ForwardFlop) - FirstFlop;
}
