using System.Runtime.CompilerServices;

namespace ModelGen;

/// <content>Layers of a whole model as a method: dense ones, dropout and normalization.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="DenseAttribute"/>
    /// <param name="units"><inheritdoc cref="DenseAttribute.Units" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="DenseAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="init"><inheritdoc cref="WeightedLayerAttribute.Init" path="/summary/node()"/></param>
    /// <param name="initScale"><inheritdoc cref="WeightedLayerAttribute.InitScale" path="/summary/node()"/></param>
    /// <param name="weightNorm"><inheritdoc cref="WeightedLayerAttribute.WeightNorm" path="/summary/node()"/></param>
    /// <param name="spectralNorm"><inheritdoc cref="WeightedLayerAttribute.SpectralNorm" path="/summary/node()"/></param>
    /// <param name="l1"><inheritdoc cref="WeightedLayerAttribute.L1" path="/summary/node()"/></param>
    /// <param name="l2"><inheritdoc cref="WeightedLayerAttribute.L2" path="/summary/node()"/></param>
    /// <param name="maxNorm"><inheritdoc cref="WeightedLayerAttribute.MaxNorm" path="/summary/node()"/></param>
    /// <param name="clipNorm"><inheritdoc cref="WeightedLayerAttribute.ClipNorm" path="/summary/node()"/></param>
    /// <param name="clipValue"><inheritdoc cref="WeightedLayerAttribute.ClipValue" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Dense(
        int units, bool useBias = true, Init init = Init.Auto, double initScale = 0.01, bool weightNorm = false,
        bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="FlattenAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <returns>The result. Called from a test, it computes it.</returns>
    public Tensor Flatten(string? name = null) => Reshape(Size);

    /// <inheritdoc cref="DropoutAttribute"/>
    /// <param name="rate"><inheritdoc cref="DropoutAttribute.Rate" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Dropout(double rate = 0.5, string? name = null) => Layer();

    /// <inheritdoc cref="SpatialDropoutAttribute"/>
    /// <param name="rate"><inheritdoc cref="SpatialDropoutAttribute.Rate" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor SpatialDropout(double rate = 0.5, string? name = null) => Layer();

    /// <inheritdoc cref="BatchNormAttribute"/>
    /// <param name="momentum"><inheritdoc cref="BatchNormAttribute.Momentum" path="/summary/node()"/></param>
    /// <param name="epsilon"><inheritdoc cref="BatchNormAttribute.Epsilon" path="/summary/node()"/></param>
    /// <param name="affine"><inheritdoc cref="BatchNormAttribute.Affine" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor BatchNorm(
        double momentum = 0.1, double epsilon = 1e-5, bool affine = true, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="LayerNormAttribute"/>
    /// <param name="epsilon"><inheritdoc cref="LayerNormAttribute.Epsilon" path="/summary/node()"/></param>
    /// <param name="affine"><inheritdoc cref="LayerNormAttribute.Affine" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor LayerNorm(double epsilon = 1e-5, bool affine = true, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="InstanceNormAttribute"/>
    /// <param name="epsilon"><inheritdoc cref="InstanceNormAttribute.Epsilon" path="/summary/node()"/></param>
    /// <param name="affine"><inheritdoc cref="InstanceNormAttribute.Affine" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor InstanceNorm(double epsilon = 1e-5, bool affine = false, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="GroupNormAttribute"/>
    /// <param name="groups"><inheritdoc cref="GroupNormAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="epsilon"><inheritdoc cref="GroupNormAttribute.Epsilon" path="/summary/node()"/></param>
    /// <param name="affine"><inheritdoc cref="GroupNormAttribute.Affine" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GroupNorm(int groups, double epsilon = 1e-5, bool affine = true, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="LocalResponseNormAttribute"/>
    /// <param name="size"><inheritdoc cref="LocalResponseNormAttribute.Size" path="/summary/node()"/></param>
    /// <param name="alpha"><inheritdoc cref="LocalResponseNormAttribute.Alpha" path="/summary/node()"/></param>
    /// <param name="beta"><inheritdoc cref="LocalResponseNormAttribute.Beta" path="/summary/node()"/></param>
    /// <param name="k"><inheritdoc cref="LocalResponseNormAttribute.K" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1, string? name = null) => Layer();

    /// <inheritdoc cref="NormalizeAttribute"/>
    /// <param name="epsilon"><inheritdoc cref="NormalizeAttribute.Epsilon" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Normalize(double epsilon = 1e-12, string? name = null) => Layer();

    /// <inheritdoc cref="CosineSimilarityAttribute"/>
    /// <param name="other">The value that it is compared with. <see cref="CosineSimilarityAttribute.Other"/></param>
    /// <param name="epsilon"><inheritdoc cref="CosineSimilarityAttribute.Epsilon" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor CosineSimilarity(Tensor other, double epsilon = 1e-8, string? name = null) => Layer();

    /// <summary>
    /// Gives the value a name, by which <see cref="OutputAttribute"/> and the <c>Of</c> of losses refer to it: <see cref="AsAttribute"/>.
    /// </summary>
    /// <param name="name">The name: a letter, and letters, digits and underscores behind it.</param>
    /// <returns>The value itself.</returns>
    public Tensor As(string name) => this;

    /// <summary>A layer, which has a value in a model only.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    private static Tensor Layer([CallerMemberName] string layer = "") => throw new InvalidOperationException(
        $"'{layer}' is a layer, and layers compute in a model only: 'Forward' is read while compiling. Call the model's Predict, or "
            + "Forward(ReadOnlySpan<float>, Span<float>) of an object of it.");
}
