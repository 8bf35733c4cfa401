using ModelGen;

namespace Teachers;

/// <summary>A network of two wide convolutions: it knows best, and costs most.</summary>
[Model, Input(1, 28, 28)]
[Conv2D(16, 3, Padding = 1), Relu, MaxPool2D(2), Conv2D(32, 3, Padding = 1), Relu, MaxPool2D(2), Flatten]
[Dropout(0.3), Dense(128), Relu, Dropout(0.3), Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class Teacher;

/// <summary>The layers of both students.</summary>
[Block]
[Conv2D(4, 5, Stride = 2, Padding = 2), Relu, Conv2D(8, 5, Stride = 2, Padding = 2), Relu, Flatten, Dense(10)]
public sealed partial class Small;

/// <summary>A small network that learns from labels.</summary>
[Model, Input(1, 28, 28), Use<Small>, SoftmaxCrossEntropy, Adam(2e-3)]
public sealed partial class Student;

/// <summary>The same that learns from a teacher's answers, softened by the temperature 2, and for a tenth from labels.</summary>
/// <remarks>Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015.</remarks>
[Model, Input(1, 28, 28), Use<Small>, Distillation(2, LabelShare = 0.1), Adam(2e-3)]
public sealed partial class Pupil;

/// <summary>Three convolutions, each half as wide as what is before it.</summary>
/// <remarks>Silu is smooth. The gradient of Relu jumps, and so would the loss behind a step along it: nothing to go down on.</remarks>
[Block]
[Conv2D(16, 3, Stride = 2, Padding = 1), Silu, Conv2D(32, 3, Stride = 2, Padding = 1), Silu]
[Conv2D(32, 3, Stride = 2, Padding = 1), Silu, Flatten]
public sealed partial class Body;

/// <summary>Tells five classes of a task apart. <c>[Hessian]</c> is for the gradient through the steps of its training.</summary>
[Model, Hessian, Input(1, 28, 28), Use<Body>, Dense(5, Name = "head"), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class TaskNet;

/// <summary>For comparison: tells all classes apart that the tasks are made of, at once.</summary>
[Model, Input(1, 28, 28), Use<Body>, Dense(28, Name = "head"), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class ClassNet;
