using ModelGen;

namespace OptimizerRace;

// The same model, a plane through two weights, with each optimizer. A rate that suits one may be wild for another: each has its own.

/// <summary>Gradient descent: zigzags across the valley.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, Sgd(0.05)]
public sealed partial class WithSgd;

/// <summary>With momentum: faster along the valley, and past its end.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, Sgd(0.02, Momentum = 0.9f)]
public sealed partial class WithMomentum;

/// <summary>Nesterov's: looks ahead.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, Sgd(0.02, Momentum = 0.9f, Nesterov = true)]
public sealed partial class WithNesterov;

/// <summary>Steps of each weight shrink with the gradients that it has seen.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, Adagrad(0.5)]
public sealed partial class WithAdagrad;

/// <summary>The same with a memory that fades.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, RmsProp(0.05)]
public sealed partial class WithRmsProp;

/// <summary>RmsProp with momentum.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, Adam(0.15)]
public sealed partial class WithAdam;

/// <summary>Adam that warms up by itself.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, RAdam(0.05)]
public sealed partial class WithRAdam;

/// <summary>Only the signs count: each step has the same length.</summary>
[Model, Input(2), Dense(1, UseBias = false), MeanSquaredError, Lion(0.05)]
public sealed partial class WithLion;
