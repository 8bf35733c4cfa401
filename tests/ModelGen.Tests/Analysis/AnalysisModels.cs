namespace ModelGen.Tests.Analysis;

[Model, Input(3), Dense(6), Relu, Dense(2), SoftmaxCrossEntropy, Adam(0.02)]
public sealed partial class AnalysisClassifier;

[Model, Input(4), Dense(8, UseBias = false), BatchNorm, Tanh, Dropout(0.25), Dense(2), MeanSquaredError, Sgd(0.05, Momentum = 0.9f)]
public sealed partial class AnalysisRegression;
