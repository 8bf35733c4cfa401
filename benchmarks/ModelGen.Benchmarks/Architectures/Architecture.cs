using ModelGen.Onnx;
using ModelGen.Onnx.Format;

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

    /// <summary>The graph for ONNX Runtime: what the exporter makes of the model, with a batch of fixed size.</summary>
    /// <param name="model">Our model.</param>
    /// <param name="inputShape">The shape of the input, the batch first.</param>
    /// <param name="outputShape">The shape of the output.</param>
    public virtual OnnxModel ToOnnx(IModel model, IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
    {
        OnnxModel open = OnnxExport.ToModel(model, new OnnxExportOptions());
        OnnxValueInfo Fixed(OnnxValueInfo value, IReadOnlyList<int> shape) =>
            value with { Shape = [OnnxAxis.Of(shape[0]), .. value.Shape!.Skip(1)] };
        return new OnnxModel
        {
            IrVersion = open.IrVersion,
            Producer = open.Producer,
            Opsets = open.Opsets,
            Graph = new OnnxGraph
            {
                Name = open.Graph.Name,
                Nodes = open.Graph.Nodes,
                Initializers = open.Graph.Initializers,
                Inputs = [Fixed(open.Graph.Inputs.Single(), inputShape)],
                Outputs = [Fixed(open.Graph.Outputs.Single(), outputShape)],
            },
        };
    }

    /// <summary>
    /// Operations of a training step for one sample: forward, the gradients of the weights, and those of all inputs but the first.
    /// </summary>
    public double TrainingFlop => (3 * ForwardFlop) - FirstFlop;
}
