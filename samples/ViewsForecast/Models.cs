using ModelGen;

namespace ViewsForecast;

/// <summary>The number of tomorrow from that of today: a straight line.</summary>
[Model, Input(1), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Linear1;

/// <summary>From the last week: the weekly cycle can be learned.</summary>
[Model, Input(7), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Linear7;

/// <summary>From four weeks.</summary>
[Model, Input(28), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Linear28;

/// <summary>From eight weeks.</summary>
[Model, Input(56), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Linear56;

/// <summary>A hundred ReLU units, and a line from there.</summary>
[Block, Dense(100), Relu]
public sealed partial class Hidden;

/// <summary>One layer of a hundred units on eight weeks.</summary>
[Model, Input(56), Use<Hidden>, Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Relu1;

/// <summary>Two layers.</summary>
[Model, Input(56), Repeat<Hidden>(2), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Relu2;

/// <summary>Three layers.</summary>
[Model, Input(56), Repeat<Hidden>(3), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Relu3;

/// <summary>Four layers.</summary>
[Model, Input(56), Repeat<Hidden>(4), Dense(1), MeanAbsoluteError, Adam(1e-3)]
public sealed partial class Relu4;
