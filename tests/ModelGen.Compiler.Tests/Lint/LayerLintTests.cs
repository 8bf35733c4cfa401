using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>Suspicious layers, wiring and optimizers: the id, the place and the whole message.</summary>
public sealed class LayerLintTests
{
    [Theory]
    [InlineData(
        "MG2010",
        "1",
        "[Input(8), Dense(16), Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "The result of [Dense] 'dense1' goes into [Dense] 'dense2' without an activation between them, so the two can learn no more than "
            + "one [Dense] could. Add an activation between them, such as [Relu]. (If you want a bottleneck that saves weights, write "
                + "UseBias = false on the first, narrower one.)"
    )]
    [InlineData(
        "MG2010",
        "Pair/1",
        "[Input(8), Use<Pair>(4), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "The result of [Dense] 'pair1.dense1' goes into [Dense] 'pair1.dense2' without an activation between them, so the two can learn no "
            + "more than one [Dense] could. Add an activation between them, such as [Relu]. (If you want a bottleneck that saves weights, "
                + "write UseBias = false on the first, narrower one.) (In the block 'Pair', used as 'pair1' on a value of shape 8.)"
    )]
    [InlineData(
        "MG2010",
        "Lone/1",
        "[Input(8), Repeat<Lone>(3, 4), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "The result of [Dense] 'lone1.0.dense1' goes into [Dense] 'lone1.1.dense1' without an activation between them, so the two can "
            + "learn no more than one [Dense] could. Add an activation between them, such as [Relu]. (If you want a bottleneck that saves "
                + "weights, write UseBias = false on the first, narrower one.) (In the block 'Lone', used as 'lone1.0' on a value of shape "
                    + "8.)"
    )]
    [InlineData(
        "MG2011",
        "3",
        "[Input(8), Dense(4), Relu, Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Relu] 'relu2' changes nothing: what arrives (from [Relu] 'relu1') is never negative, and it leaves such numbers as they are. "
            + "Remove it."
    )]
    [InlineData(
        "MG2011",
        "4",
        "[Input(8), Dense(4), Sigmoid, Dropout(0.1f), LeakyRelu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[LeakyRelu] 'leakyrelu1' changes nothing: what arrives (from [Sigmoid] 'sigmoid1') is never negative, and it leaves such numbers "
            + "as they are. Remove it."
    )]
    [InlineData(
        "MG2012",
        "1",
        "[Input(1, 28, 28), Dense(64), Relu, Flatten, Dense(10)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dense] 'dense1' gets an image of shape 1 × 28 × 28 and works along its last axis only: on each of 28 rows of 28 numbers by "
            + "itself. Add [Flatten] before it, so that it sees the whole image."
    )]
    [InlineData(
        "MG2017",
        "0",
        "[Input(32, 32, 3), Conv2D(8, 3, Padding = 1), Relu, Flatten, Dense(10)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Input]: the shape of an image is channels, height, width, so these are 32 channels of 32 × 3, on which [Conv2D] works. Write "
            + "[Input(3, 32, 32)] if you mean an image of 32 × 32 with 3 channels, and pass the numbers in that order."
    )]
    [InlineData(
        "MG2018",
        "1.Init",
        "[Input(8), Dense(3, Init = Init.Zeros, WeightNorm = true)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1' divides its weight by the length of each output's weights, which is 0 as long as the weight is: its results are "
            + "NaN from the start. Remove 'Init = Init.Zeros'; the default suits the activation behind the layer."
    )]
    [InlineData(
        "MG2013",
        "1",
        "[Input(8), Residual<Lone>(8), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Residual<Lone>] 'lone1' adds the result of [Dense] 'lone1.dense1' to what went into it, with no activation on the way, so it can "
            + "learn no more than a [Dense] in its place could. Add an activation to the block 'Lone', such as [Relu] before the layer."
    )]
    [InlineData(
        "MG2013",
        "1",
        "[Input(8), Residual<Lone>(4), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Residual<Lone>] 'lone1' adds the result of [Dense] 'lone1.dense1' to what went into it, with no activation on the way, so it can "
            + "learn no more than a [Dense] in its place could. Add an activation to the block 'Lone', such as [Relu] before the layer."
    )]
    [InlineData(
        "MG2014",
        "1.Init",
        "[Input(8), Dense(4, Init = Init.Zeros), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1' is a hidden layer whose weights all start at zero, so that all its results are the same for every sample: the "
            + "gradient of [Relu] 'relu1' at 0 is 0, so none of them will ever learn. Remove 'Init = Init.Zeros'; the default suits the "
                + "activation behind the layer."
    )]
    [InlineData(
        "MG2014",
        "1.Init",
        "[Input(8), Dense(4, Init = Init.Zeros), Tanh, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1' is a hidden layer whose weights all start at zero, so that all its results are the same for every sample: the "
            + "layers behind it see nothing of the sample until they differ. Remove 'Init = Init.Zeros'; the default suits the activation "
                + "behind the layer."
    )]
    [InlineData(
        "MG2014",
        "ZeroEnd/1.Init",
        "[Input(8), Use<ZeroEnd>(4), Tanh, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'zeroend1.dense1' is a hidden layer whose weights all start at zero, so that all its results are the same for every "
            + "sample: the layers behind it see nothing of the sample until they differ. Remove 'Init = Init.Zeros'; the default suits the "
                + "activation behind the layer. (In the block 'ZeroEnd', used as 'zeroend1' on a value of shape 8.)"
    )]
    [InlineData(
        "MG2015",
        "1.InitScale",
        "[Input(8), Dense(4, InitScale = 0.5f), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1': 'InitScale' belongs to Init.Normal and has no effect on Init.Auto. Add 'Init = Init.Normal', or remove it.")]
    [InlineData(
        "MG2015",
        "1.InitScale",
        "[Input(8), Dense(4, Init = Init.Xavier, InitScale = 0.5f), Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1': 'InitScale' belongs to Init.Normal and has no effect on Init.Xavier. Add 'Init = Init.Normal', or remove it.")]
    [InlineData(
        "MG2011",
        "3",
        "[Input(8), Dense(4), LeakyRelu(0f), PRelu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[PRelu] 'prelu1' changes nothing: what arrives (from [LeakyRelu] 'leakyrelu1') is never negative, and it leaves such numbers as "
            + "they are. Remove it."
    )]
    [InlineData(
        "MG2010",
        "1",
        "[Input(4, 2), Dense(16), Dropout(0.1f), Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "The result of [Dense] 'dense1' goes into [Dense] 'dense2' without an activation between them, so the two can learn no more than "
            + "one [Dense] could. Add an activation between them, such as [Relu]. (If you want a bottleneck that saves weights, write "
                + "UseBias = false on the first, narrower one.)"
    )]
    [InlineData(
        "MG2012",
        "3",
        "[Input(2, 3, 3, 4), Dropout(0.1f), Tanh, Dense(16), Flatten] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1' gets an image of shape 2 × 3 × 3 × 4 and works along its last axis only: on each of 18 rows of 4 numbers by "
            + "itself. Add [Flatten] before it, so that it sees the whole image."
    )]
    [InlineData(
        "MG2012",
        "3",
        "[Input(1, 28, 28), Conv2D(8, 5), MaxPool2D(2), Dense(64), Relu, Flatten, Dense(10)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dense] 'dense1' gets an image of shape 8 × 12 × 12 and works along its last axis only: on each of 96 rows of 12 numbers by "
            + "itself. Add [Flatten] before it, so that it sees the whole image."
    )]
    [InlineData(
        "MG2013",
        "1",
        "[Input(3, 8, 8), Residual<LoneConv>(8), Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Residual<LoneConv>] 'loneconv1' adds the result of [Conv2D] 'loneconv1.conv2d1' to what went into it, with no activation on the "
            + "way, so it can learn no more than a [Conv2D] in its place could. Add an activation to the block 'LoneConv', such as [Relu] "
                + "before the layer."
    )]
    [InlineData(
        "MG2015",
        "1.InitScale",
        "[Input(3, 8, 8), Conv2D(4, 3, InitScale = 0.5f), Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv2D] 'conv2d1': 'InitScale' belongs to Init.Normal and has no effect on Init.Auto. Add 'Init = Init.Normal', or remove it.")]
    [InlineData(
        "MG2016",
        "1",
        "[Input(3, 8, 9), Conv2D(4, 3, Stride = 2), Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv2D] 'conv2d1' never reads the last row of the value that arrives (shape 3 × 8 × 9): its stride leaves a remainder there. "
            + "Padding = 1 would reach it."
    )]
    [InlineData(
        "MG2016",
        "1",
        "[Input(3, 8, 8), Conv2D(4, [3, 5], Strides = [1, 4], Paddings = [1, 0]), Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv2D] 'conv2d1' never reads the last 3 columns of the value that arrives (shape 3 × 8 × 8): its stride leaves a "
            + "remainder there. 1 for it in Paddings would reach it."
    )]
    [InlineData(
        "MG2016",
        "1",
        "[Input(3, 7, 7), MaxPool2D(2), Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[MaxPool2D] 'maxpool2d1' never reads the last row and the last column of the value that arrives (shape 3 × 7 × 7): "
            + "its stride leaves a remainder there. CeilMode = true would reach it."
    )]
    [InlineData(
        "MG2016",
        "1",
        "[Input(3, 9), Conv1D(4, 4, Stride = 4), Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv1D] 'conv1d1' never reads the last element of the value that arrives (shape 3 × 9): its stride leaves a remainder there. "
            + "Padding = 2 would reach it."
    )]
    [InlineData(
        "MG2016",
        "1",
        "[Input(3, 11, 8), AvgPool2D(4), Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[AvgPool2D] 'avgpool2d1' never reads the last 3 rows of the value that arrives (shape 3 × 11 × 8): its stride leaves "
            + "a remainder there. CeilMode = true would reach it."
    )]
    [InlineData(
        "MG2016",
        "1",
        "[Input(3, 7, 9), Conv2D(4, [2, 7], Strides = [2, 5]), Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv2D] 'conv2d1' never reads the last row and the last 2 columns of the value that arrives (shape 3 × 7 × 9): its "
            + "stride leaves a remainder there. A value of another size, or another stride, would leave none."
    )]
    public void Of_layers(string id, string location, string model, string message) => Finding.Expect(id, location, model, message);

    [Theory]
    [InlineData(
        "MG2020",
        "4",
        "[Input(8), Dense(4), Relu, Dense(3), Dropout(0.5f)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dropout] 'dropout1' stands behind the last layer with weights: in training it sets results themselves to zero at random, which "
            + "[SoftmaxCrossEntropy] takes for mistakes of the model. Move it before the last layer, or remove it."
    )]
    [InlineData(
        "MG2020",
        "4",
        "[Input(8), Dense(4), Relu, Dense(3), Dropout(0.5f), Softmax] [CrossEntropy, Adam(1e-3f)]",
        "[Dropout] 'dropout1' stands behind the last layer with weights: in training it sets results themselves to zero at random, which "
            + "[CrossEntropy] takes for mistakes of the model. Move it before the last layer, or remove it."
    )]
    [InlineData(
        "MG2021",
        "3.rate",
        "[Input(8), Dense(4), Relu, Dropout(0.9f), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dropout] 'dropout1' sets 90% of the values to zero: the rate is the share that is dropped, not the share that is kept. Usual "
            + "rates are 0.1f to 0.5f; write 0.1f perhaps."
    )]
    [InlineData(
        "MG2021",
        "3.rate",
        "[Input(8), Dense(4), Relu, Dropout(0.999f), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dropout] 'dropout1' sets 99.9% of the values to zero: the rate is the share that is dropped, not the share that is kept. Usual "
            + "rates are 0.1f to 0.5f; write 0.5f perhaps."
    )]
    [InlineData(
        "MG2022",
        "4",
        "[Input(8), Dense(4), Relu, Dropout(0.5f), Dropout(0.5f), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dropout] 'dropout2' works on the result of [Dropout] 'dropout1': together they drop 75%. Remove one of them and give the other "
            + "the rate you want."
    )]
    [InlineData(
        "MG2022",
        "5",
        "[Input(8), Dropout(0.1f), Flatten, As(\"x\"), From(\"x\"), Dropout(0.2f), Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dropout] 'dropout2' works on the result of [Dropout] 'dropout1': together they drop 28%. Remove one of them and give the other "
            + "the rate you want."
    )]
    public void Of_dropout(string id, string location, string model, string message) => Finding.Expect(id, location, model, message);

    [Theory]
    [InlineData(
        "MG2030",
        "3",
        "[Input(8), Dense(4), Relu, As(\"skip\"), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[As]: nothing uses the name 'skip'. Use it below, as in [Add(\"skip\")], or remove it.")]
    [InlineData(
        "MG2030",
        "3",
        "[Input(8), Dense(4), Relu, As(\"skip\"), From(\"input\"), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[As]: nothing uses the name 'skip', and so the result of [Relu] 'relu1' is lost. Use it below, as in [Add(\"skip\")], or remove "
            + "what leads to it alone."
    )]
    [InlineData(
        "MG2030",
        "3",
        "[Input(8), Dense(4), Relu, As(\"skip\"), From(\"skip\"), From(\"input\"), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[As]: nothing uses the name 'skip', and so the result of [Relu] 'relu1' is lost. Use it below, as in [Add(\"skip\")], or remove "
            + "what leads to it alone."
    )]
    [InlineData(
        "MG2031",
        "3",
        "[Input(8), As(\"in\"), Dense(4), Relu, From(\"in\"), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Relu] 'relu1': nothing uses its result, because [From(\"in\")] makes another value the current one. Name the result with [As] "
            + "and use it below, or remove what leads to it alone."
    )]
    [InlineData(
        "MG2031",
        "0",
        "[Input(8, Name = \"left\"), Input(4, Name = \"right\"), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Input]: nothing uses the input 'left', because the next [Input] makes another value the current one. Use it below, as in "
            + "[Concat(\"left\")], or remove it."
    )]
    [InlineData(
        "MG2031",
        "Forgets/2",
        "[Input(8), Use<Forgets>(4), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Dense] 'forgets1.dense1': nothing uses its result, because [From(\"x\")] makes another value the current one. Name the result "
            + "with [As] and use it below, or remove what leads to it alone. (In the block 'Forgets', used as 'forgets1' on a value of "
                + "shape 8.)"
    )]
    [InlineData(
        "MG2030",
        "NamesInVain/2",
        "[Input(8), Use<NamesInVain>(4), Use<NamesInVain>(5), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[As]: nothing uses the name 'x'. Use it below, as in [Add(\"x\")], or remove it. (In the block 'NamesInVain', used as "
            + "'namesinvain1' on a value of shape 8.)"
    )]
    [InlineData(
        "MG2032",
        "8",
        "[Input(8), Dense(4), Relu, As(\"trunk\"), Dense(2), As(\"aux\"), From(\"trunk\"), Dense(3), Output(\"aux\")] "
            + "[SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Output]: no loss trains [Dense] 'dense2': used by this output alone, it keeps the initial weights. Give the output a loss, "
            + "Of = \"aux\"; let the pipeline go on from 'aux'; or remove the output."
    )]
    [InlineData(
        "MG2032",
        "12",
        "[Input(8), Dense(4), Relu, As(\"trunk\"), Dense(2), Relu, Dense(2), Relu, Residual<Branch>(2), As(\"aux\"), From(\"trunk\"), "
            + "Dense(3), Output(\"aux\")] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Output]: no loss trains [Dense] 'dense2' and 3 more layers: used by this output alone, they keep the initial weights. Give the "
            + "output a loss, Of = \"aux\"; let the pipeline go on from 'aux'; or remove the output."
    )]
    [InlineData(
        "MG2031",
        "1",
        "[Input(8, Name = \"a\"), Dense(4), Input(4, Name = \"b\"), Concat(\"a\"), Dense(2)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1': nothing uses its result, because the next [Input] makes another value the current one. Name the result with "
            + "[As] and use it below, or remove what leads to it alone."
    )]
    [InlineData(
        "MG2032",
        "7",
        "[Input(8), As(\"x\"), Dense(4), PRelu, As(\"y\"), From(\"x\"), Dense(1), Output(\"y\")] [MeanSquaredError, Adam(1e-3f)]",
        "[Output]: no loss trains [Dense] 'dense1' and [PRelu] 'prelu1': used by this output alone, they keep the initial weights. Give "
            + "the output a loss, Of = \"y\"; let the pipeline go on from 'y'; or remove the output."
    )]
    public void Of_names_and_wiring(string id, string location, string model, string message) =>
        Finding.Expect(id, location, model, message);

    [Theory]
    [InlineData(
        "MG2040",
        "3.learningRate",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, Adam(0.5f)]",
        "[Adam]: a learning rate of 0.5 is too large: steps overshoot, and the loss grows. A good start is 0.001f.")]
    [InlineData(
        "MG2040",
        "3.learningRate",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, Sgd(100f)]",
        "[Sgd]: a learning rate of 100 is too large: steps overshoot, and the loss grows. A good start is 0.01f.")]
    [InlineData(
        "MG2040",
        "3.learningRate",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, Sgd(2f, Momentum = 0.9f)]",
        "[Sgd]: a learning rate of 2 with a momentum of 0.9 is too large: steps overshoot, and the loss grows. A good start is 0.01f.")]
    [InlineData(
        "MG2040",
        "3.learningRate",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, AdamW(1e-9f)]",
        "[AdamW]: a learning rate of 1e-9 is too small: the weights hardly move. A good start is 0.001f.")]
    [InlineData(
        "MG2041",
        "3.WeightDecay",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, Sgd(0.1f, WeightDecay = 2f)]",
        "[Sgd]: learning rate and weight decay together take 20% of every weight in each step, and the model forgets faster than it "
            + "learns. A usual weight decay is 0.0001f."
    )]
    [InlineData(
        "MG2041",
        "3.WeightDecay",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, AdamW(0.1f, WeightDecay = 10f)]",
        "[AdamW]: learning rate and weight decay together take all of every weight in each step, and the model forgets faster than it "
            + "learns. A usual weight decay is 0.01f."
    )]
    [InlineData(
        "MG2042",
        "3.Beta1",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f, Beta1 = 0.999f, Beta2 = 0.9f)]",
        "[Adam]: Beta1 is 0.999 and Beta2 is 0.9, but the mean of the squares (Beta2) must be the slower one, or training may diverge. The "
            + "defaults are 0.9f and 0.999f."
    )]
    [InlineData(
        "MG2040",
        "3.learningRate",
        "[Input(8), Dense(1)] [MeanSquaredError, Sgd(1e-7f)]",
        "[Sgd]: a learning rate of 1e-7 is too small: the weights hardly move. A good start is 0.01f.")]
    [InlineData(
        "MG2042",
        "3.Beta1",
        "[Input(8), Dense(1)] [MeanSquaredError, AdamW(1e-3f, Beta1 = 0.99f, Beta2 = 0.5f)]",
        "[AdamW]: Beta1 is 0.99 and Beta2 is 0.5, but the mean of the squares (Beta2) must be the slower one, or training may diverge. The "
            + "defaults are 0.9f and 0.999f."
    )]
    [InlineData(
        "MG2043",
        "5",
        "[Input(8), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f), Noam(8), CosineDecay(100)]",
        "[CosineDecay] begins when [Noam] above it ends, and that has no end. Remove one of them, or put [CosineDecay] above.")]
    [InlineData(
        "MG2044",
        "2.Frozen",
        "[Input(8), Dense(3), Relu(Frozen = true), Dense(3, Frozen = true)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Relu] 'relu1' has no parameters, so 'Frozen' changes nothing. Remove it.")]
    public void Of_optimizers(string id, string location, string model, string message) => Finding.Expect(id, location, model, message);

    [Fact]
    public void All_findings_at_once() =>
        Assert.Equal(
            ["MG2003 at Dropping/2", "MG2010 at 4", "MG2020 at Dropping/3", "MG2022 at Drop/1"],
            Finding.In(
                "[Input(8), Use<Active>(4), Use<Drop>, Use<Drop>, Dense(3), Use<Active>(3), Use<Dropping>(3)] [SoftmaxCrossEntropy, "
                    + "Adam(1e-3f)]"));

    [Fact]
    public void A_finding_in_a_block_that_is_used_twice_once() => Assert.Equal(
        ["MG2030 at NamesInVain/2"],
        Finding.In("[Input(8), Use<NamesInVain>(4), Use<NamesInVain>(5), Dense(3)] [SoftmaxCrossEntropy, Adam(1e-3f)]"));

    [Fact]
    public void None_in_a_model_with_an_error() => Assert.Equal(
        ["MG1003 at 3.shape"],
        Finding.In("[Input(8), Dense(4), Dense(4), Reshape(3)] [SoftmaxCrossEntropy, Adam(9f)]"));
}
