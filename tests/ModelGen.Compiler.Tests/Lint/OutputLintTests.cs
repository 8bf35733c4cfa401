using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>Suspicious outputs and losses: the id, the place and the whole message.</summary>
public sealed class OutputLintTests
{
    [Theory]
    [InlineData(
        "MG2001",
        "2",
        "[Input(8), Dense(10), Softmax] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'softmax1' stands before [SoftmaxCrossEntropy], which applies the softmax itself. Applied twice, none of 10 classes can "
            + "get a probability above 23%, and the model learns slowly. Remove it; or write [CrossEntropy] instead of "
                + "[SoftmaxCrossEntropy], if Predict is to give probabilities."
    )]
    [InlineData(
        "MG2001",
        "2",
        "[Input(8), Dense(2), Softmax, As(\"p\"), Output(\"p\")] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'softmax1' stands before [SoftmaxCrossEntropy], which applies the softmax itself. Applied twice, none of 2 classes can "
            + "get a probability above 73%, and the model learns slowly. Remove it; or write [CrossEntropy] instead of "
                + "[SoftmaxCrossEntropy], if Predict is to give probabilities."
    )]
    [InlineData(
        "MG2001",
        "Head/2",
        "[Input(8), Use<Head>(5)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'head1.softmax1' stands before [SoftmaxCrossEntropy], which applies the softmax itself. Applied twice, none of 5 "
            + "classes can get a probability above 40%, and the model learns slowly. Remove it; or write [CrossEntropy] instead of "
                + "[SoftmaxCrossEntropy], if Predict is to give probabilities. (In the block 'Head', used as 'head1' on a value of shape "
                    + "8.)"
    )]
    [InlineData(
        "MG2002",
        "2",
        "[Input(8), Dense(1), Sigmoid] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Sigmoid] 'sigmoid1' stands before [BinaryCrossEntropy], which applies the sigmoid itself. Applied to what comes out of this "
            + "layer, it can give no probability below 50% and none above 73%. Remove this layer."
    )]
    [InlineData(
        "MG2002",
        "2",
        "[Input(8), Dense(1), HardSigmoid] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[HardSigmoid] 'hardsigmoid1' stands before [BinaryCrossEntropy], which applies the sigmoid itself. Applied to what comes out of "
            + "this layer, it can give no probability below 50% and none above 73%. Remove this layer."
    )]
    [InlineData(
        "MG2002",
        "2",
        "[Input(8), Dense(3), Softmax] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'softmax1' stands before [BinaryCrossEntropy], which applies the sigmoid itself. Applied to what comes out of this "
            + "layer, it can give no probability below 50% and none above 73%. Remove this layer."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(10), Relu] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Relu] 'relu1' stands before [SoftmaxCrossEntropy], which needs numbers of any sign and size: scores below zero become zero, and "
            + "nothing is learned from them. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(10), Tanh] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Tanh] 'tanh1' stands before [SoftmaxCrossEntropy], which needs numbers of any sign and size: with 10 of them between -1 and 1, "
            + "none gets a share above 45%. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(10), Sigmoid] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Sigmoid] 'sigmoid1' stands before [SoftmaxCrossEntropy], which needs numbers of any sign and size: with 10 of them between 0 and "
            + "1, none gets a share above 23%. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(10), Relu, Softmax] [CrossEntropy, Adam(1e-3f)]",
        "[Relu] 'relu1' stands before [Softmax] 'softmax1', which needs numbers of any sign and size: scores below zero become zero, and "
            + "nothing is learned from them. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(10), Softmax, Softmax] [CrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'softmax1' stands before [Softmax] 'softmax2', which needs numbers of any sign and size: with 10 of them between 0 and "
            + "1, none gets a share above 23%. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(1), Relu] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Relu] 'relu1' stands before [BinaryCrossEntropy], which needs numbers of any sign and size: no probability can be below 50%. "
            + "Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(1), Elu] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Elu] 'elu1' stands before [BinaryCrossEntropy], which needs numbers of any sign and size: no probability can be below 27%. "
            + "Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(1), Tanh] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Tanh] 'tanh1' stands before [BinaryCrossEntropy], which needs numbers of any sign and size: every probability lies between 27% "
            + "and 73%. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(4), Relu, Sigmoid, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Relu] 'relu1' stands before [Sigmoid] 'sigmoid1', which needs numbers of any sign and size: no result can be below 0.5. Remove "
            + "it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(4), Relu, HardSigmoid, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Relu] 'relu1' stands before [HardSigmoid] 'hardsigmoid1', which needs numbers of any sign and size: no result can be below 0.5. "
            + "Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(4), Softmax] [Hinge, Adam(1e-3f)]",
        "[Softmax] 'softmax1' stands before [Hinge], which needs numbers of any sign and size: between 0 and 1, no score can lead by more "
            + "than 1, and the loss asks for 1. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(4), Relu] [Hinge, Adam(1e-3f)]",
        "[Relu] 'relu1' stands before [Hinge], which needs numbers of any sign and size: scores below zero become zero, and nothing is "
            + "learned from them. Remove it."
    )]
    [InlineData(
        "MG2004",
        "2",
        "[Input(8), Dense(4)] [CrossEntropy, Adam(1e-3f)]",
        "[CrossEntropy] takes the logarithm of probabilities, but the results of [Dense] 'dense1' can be negative, and the logarithm of a "
            + "negative number is not a number. Write [SoftmaxCrossEntropy], which makes probabilities itself, or end the model with "
                + "[Softmax]."
    )]
    [InlineData(
        "MG2004",
        "3",
        "[Input(8), Dense(4), Sigmoid] [CrossEntropy, Adam(1e-3f)]",
        "[CrossEntropy] takes the logarithm of probabilities, but the results of [Sigmoid] 'sigmoid1' do not add up to 1: the loss falls "
            + "when all of them grow, right or wrong. Write [SoftmaxCrossEntropy], which makes probabilities itself, or end the model with "
                + "[Softmax]."
    )]
    [InlineData(
        "MG2004",
        "3",
        "[Input(8), Dense(4), Tanh] [CrossEntropy, Adam(1e-3f)]",
        "[CrossEntropy] takes the logarithm of probabilities, but the results of [Tanh] 'tanh1' can be negative, and the logarithm of a "
            + "negative number is not a number. Write [SoftmaxCrossEntropy], which makes probabilities itself, or end the model with "
                + "[Softmax]."
    )]
    [InlineData(
        "MG2005",
        "2",
        "[Input(8), Dense(1), Softmax] [MeanSquaredError, Adam(1e-3f)]",
        "[Softmax] 'softmax1' gets shape 1, and the softmax of one number is always 1: nothing before it can learn. For one probability "
            + "write [Sigmoid]; to tell classes apart, give the layer before it one unit for each."
    )]
    [InlineData(
        "MG2005",
        "2",
        "[Input(8), Dense(1), Softmax] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'softmax1' gets shape 1, and the softmax of one number is always 1: nothing before it can learn. Remove it: "
            + "[BinaryCrossEntropy] makes a probability of the number itself."
    )]
    [InlineData(
        "MG2006",
        "2",
        "[Input(8), Dense(1), Relu] [MeanSquaredError, Adam(1e-3f)]",
        "[Relu] 'relu1' is the last layer before [MeanSquaredError]: the result can never be negative, and where it is 0, nothing is "
            + "learned from the error. Remove it, or write [Softplus] if results must be positive."
    )]
    [InlineData(
        "MG2006",
        "2",
        "[Input(8), Dense(1), Relu] [Huber, Adam(1e-3f)]",
        "[Relu] 'relu1' is the last layer before [Huber]: the result can never be negative, and where it is 0, nothing is learned from the "
            + "error. Remove it, or write [Softplus] if results must be positive."
    )]
    [InlineData(
        "MG2007",
        "3",
        "[Input(8), Dense(3), Softmax] [MeanSquaredError, Adam(1e-3f)]",
        "[MeanSquaredError] compares the probabilities of [Softmax] 'softmax1' as if they were measurements: where the model is sure and "
            + "wrong, it learns next to nothing. To tell classes apart, write [CrossEntropy], with integer labels."
    )]
    [InlineData(
        "MG2001",
        "5",
        "[Input(8), Dense(16), Relu, Dense(10), Reshape(2, 5), Softmax] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Softmax] 'softmax1' stands before [SoftmaxCrossEntropy], which applies the softmax itself. Applied twice, none of 5 classes can "
            + "get a probability above 40%, and the model learns slowly. Remove it; or write [CrossEntropy] instead of "
                + "[SoftmaxCrossEntropy], if Predict is to give probabilities."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(1), Softplus] [BinaryCrossEntropy, Adam(1e-3f)]",
        "[Softplus] 'softplus1' stands before [BinaryCrossEntropy], which needs numbers of any sign and size: no probability can be below "
            + "50%. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(2), Tanh] [Hinge(3f), Adam(1e-3f)]",
        "[Tanh] 'tanh1' stands before [Hinge], which needs numbers of any sign and size: between -1 and 1, no score can lead by more than "
            + "2, and the loss asks for 3. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(4), Tanh, Softmax, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Tanh] 'tanh1' stands before [Softmax] 'softmax1', which needs numbers of any sign and size: with 4 of them between -1 and 1, "
            + "none gets a share above 71%. Remove it."
    )]
    [InlineData(
        "MG2003",
        "2",
        "[Input(8), Dense(10), Tanh, Reshape(2, 5)] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Tanh] 'tanh1' stands before [SoftmaxCrossEntropy], which needs numbers of any sign and size: with 5 of them between -1 and 1, "
            + "none gets a share above 65%. Remove it."
    )]
    public void Of_outputs_and_losses(string id, string location, string model, string message) =>
        Finding.Expect(id, location, model, message);
}
