namespace ModelGen;

/// <content>Layers of a whole model as a method: activations.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="ReluAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Relu(string? name = null) => Relu(this);

    /// <inheritdoc cref="LeakyReluAttribute"/>
    /// <param name="slope"><inheritdoc cref="LeakyReluAttribute.Slope" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor LeakyRelu(double slope = 0.01, string? name = null) => Where(this > 0, this, slope * this);

    /// <inheritdoc cref="PReluAttribute"/>
    /// <param name="initialSlope"><inheritdoc cref="PReluAttribute.InitialSlope" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor PRelu(double initialSlope = 0.25, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="EluAttribute"/>
    /// <param name="alpha"><inheritdoc cref="EluAttribute.Alpha" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Elu(double alpha = 1, string? name = null) => Where(this > 0, this, alpha * Expm1(this));

    /// <inheritdoc cref="GeluAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Gelu(string? name = null) => 0.5 * this * (1 + Erf(this * Math.Sqrt(0.5)));

    /// <inheritdoc cref="SiluAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Silu(string? name = null) => this * Sigmoid(this);

    /// <inheritdoc cref="SigmoidAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Sigmoid(string? name = null) => Sigmoid(this);

    /// <inheritdoc cref="HardSigmoidAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor HardSigmoid(string? name = null) => Layer();

    /// <inheritdoc cref="TanhAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Tanh(string? name = null) => Tanh(this);

    /// <inheritdoc cref="SoftplusAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Softplus(string? name = null) => Softplus(this);

    /// <inheritdoc cref="SoftmaxAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Softmax(string? name = null) => Softmax(this);

    /// <inheritdoc cref="MaxoutAttribute"/>
    /// <param name="pieces"><inheritdoc cref="MaxoutAttribute.Pieces" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Maxout(int pieces, string? name = null) => Layer();
}
