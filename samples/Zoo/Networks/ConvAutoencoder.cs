using ModelGen;

namespace Zoo.Networks;

/// <summary>A convolutional autoencoder of handwritten digits: 784 pixels in 128 numbers.</summary>
/// <remarks>
/// Chollet: Building Autoencoders in Keras, 2016: 4,385 parameters. The outputs are logits: the sigmoid is part of the loss.
/// </remarks>
/// <seealso href="https://blog.keras.io/building-autoencoders-in-keras.html"/>
[Model, Budget(Parameters = 4_385)]
[Input(1, 28, 28)]
[Conv2D(16, 3, Padding = Padding.Same), Relu, MaxPool2D(2)]
[Conv2D(8, 3, Padding = Padding.Same), Relu, MaxPool2D(2)]
[Conv2D(8, 3, Padding = Padding.Same), Relu, MaxPool2D(2, CeilMode = true), Shape(8, 4, 4)]
[Conv2D(8, 3, Padding = Padding.Same), Relu, Upsample2D(2)]
[Conv2D(8, 3, Padding = Padding.Same), Relu, Upsample2D(2)]
[Conv2D(16, 3), Relu, Upsample2D(2)]
[Conv2D(1, 3, Padding = Padding.Same), Shape(1, 28, 28)]
[BinaryCrossEntropy, Adam(1e-3f)]
public sealed partial class ConvAutoencoder;
