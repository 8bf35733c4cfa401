using ModelGen;

namespace Zoo.Networks;

/// <summary>Two normalized 3×3 convolutions of <c>Arg.A</c> channels.</summary>
[Block]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
public sealed partial class DoubleConv;

/// <summary>U-Net, which marks a region in an image: down to where it sees much, and up again with what it saw on the way.</summary>
/// <remarks>
/// Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation, MICCAI 2015, which names no count. With
/// padding and batch normalization as in Milesi's Pytorch-UNet, three channels in, one class and transposed convolutions: 31,037,633
/// parameters.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1505.04597"/>
/// <seealso href="https://github.com/milesial/Pytorch-UNet"/>
[Model, Budget(Parameters = 31_037_633)]
[Input(3, 256, 256)]
[Use<DoubleConv>(64), As("fine"), MaxPool2D(2)]
[Use<DoubleConv>(128), As("half"), MaxPool2D(2)]
[Use<DoubleConv>(256), As("quarter"), MaxPool2D(2)]
[Use<DoubleConv>(512), As("eighth"), MaxPool2D(2)]
[Use<DoubleConv>(1024)]
[ConvTranspose2D(512, 2, Stride = 2), Concat("eighth"), Use<DoubleConv>(512)]
[ConvTranspose2D(256, 2, Stride = 2), Concat("quarter"), Use<DoubleConv>(256)]
[ConvTranspose2D(128, 2, Stride = 2), Concat("half"), Use<DoubleConv>(128)]
[ConvTranspose2D(64, 2, Stride = 2), Concat("fine"), Use<DoubleConv>(64)]
[Conv2D(1, 1)]
[BinaryCrossEntropy, Adam(1e-4f)]
public sealed partial class UNet;
