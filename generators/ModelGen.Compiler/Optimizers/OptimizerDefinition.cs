using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Optimizers;

/// <summary>A number the host keeps between steps, in double precision: β₁ᵗ, say.</summary>
/// <param name="Name">A C# identifier.</param>
/// <param name="Initial">Its value before the first step.</param>
/// <param name="Next">Its value for the coming step, a function of the values before it.</param>
public sealed record HostState(string Name, double Initial, HostExpression Next);

/// <summary>A number the host computes for each step and hands to the update kernel as a float: the step size, say.</summary>
public sealed record HostScalar(string Name, HostExpression Value);

/// <summary>
/// Arithmetic of the host, in double precision: only operations that IEEE rounds exactly, so that it is the same everywhere.
/// </summary>
public abstract record HostExpression
{
    public sealed record Number(double Value) : HostExpression;

    /// <summary>
    /// A <see cref="HostState"/> (its value for this step), <c>learningRate</c>, or <c>baseRate</c>, what the model's property says.
    /// </summary>
    public sealed record Variable(string Name) : HostExpression;

    public sealed record Binary(char Operator, HostExpression Left, HostExpression Right) : HostExpression;

    public sealed record SquareRoot(HostExpression Operand) : HostExpression;

    /// <summary>One of two values; the other is not computed.</summary>
    public sealed record Choice(HostExpression Left, HostExpression Right, HostExpression Then, HostExpression Otherwise)
        : HostExpression;

    /// <summary>A formula of the runtime's <c>LearningRateFactors</c>.</summary>
    /// <param name="Formula">Its name.</param>
    /// <param name="Position">How many updates are over, a whole number.</param>
    /// <param name="Arguments">What it takes besides: integers, doubles, booleans.</param>
    public sealed record RateFactor(string Formula, HostExpression Position, EquatableArray<object> Arguments) : HostExpression;

    /// <summary>Rounded to a float.</summary>
    public sealed record Rounded(HostExpression Operand) : HostExpression;

    public static readonly HostExpression LearningRate = new Variable("learningRate");

    /// <summary>The model's learning rate, without schedules.</summary>
    public static readonly HostExpression BaseRate = new Variable("baseRate");

    public static implicit operator HostExpression(double value) => new Number(value);

    public HostExpression Sqrt() => new SquareRoot(this);

    /// <summary><paramref name="then"/> where this is greater than a bound.</summary>
    public HostExpression IfGreater(HostExpression bound, HostExpression then, HostExpression otherwise) =>
        new Choice(this, bound, then, otherwise);

    public static HostExpression operator +(HostExpression a, HostExpression b) => new Binary('+', a, b);

    public static HostExpression operator -(HostExpression a, HostExpression b) => new Binary('-', a, b);

    public static HostExpression operator *(HostExpression a, HostExpression b) => new Binary('*', a, b);

    public static HostExpression operator /(HostExpression a, HostExpression b) => new Binary('/', a, b);
}

/// <summary>What an update rule reads and writes, all of one shape: a range of the flat vectors.</summary>
/// <param name="parameter">The parameters.</param>
/// <param name="gradient">Their gradients.</param>
/// <param name="state">The states by name.</param>
/// <param name="scalar">The numbers of the host by name.</param>
/// <param name="decays">Whether weight decay acts on these parameters.</param>
/// <param name="squares">The sum of the squares of a vector, [1]; null where the rule takes each element alone.</param>
public sealed class UpdateContext(
    Value parameter,
    Value gradient,
    Func<string, Value> state,
    Func<string, Value> scalar,
    bool decays = true,
    Func<Func<UpdateContext, Value>, Value>? squares = null)
{
    private const double SmallestNormal = 1.17549435082228750796873653722224568e-38;

    private readonly List<(string Name, Value Value)> _newStates = [];

    public Value Parameter { get; } = parameter;

    public Value Gradient { get; } = gradient;

    /// <summary>Whether weight decay acts on these parameters.</summary>
    public bool Decays { get; } = decays;

    /// <summary>The axes of the values, where they are a whole weight and the rule takes it as a matrix; null otherwise.</summary>
    public MatrixForm? Matrix { get; init; }

    /// <summary>The states' new values, in the order they were set.</summary>
    public IReadOnlyList<(string Name, Value Value)> NewStates => _newStates;

    /// <summary>A state vector before the step; zero before the first.</summary>
    public Value State(string name) => state(name);

    /// <summary>One of the definition's <see cref="OptimizerDefinition.Scalars"/>.</summary>
    public Value Scalar(string name) => scalar(name);

    /// <summary>The Euclidean norm of a vector, [1], of a whole tensor: of a rule <see cref="OptimizerDefinition.IsPerTensor"/>.</summary>
    /// <param name="vector">Computes a part of the vector from the same part of everything that it depends on.</param>
    public Value Norm(Func<UpdateContext, Value> vector) =>
        squares is null ? throw new CompilerException("An update rule without tensors asks for a norm.") : squares(vector).Sqrt();

    /// <summary>Keeps a state for the next step, and returns what is kept: zero instead of numbers too small to be normal.</summary>
    /// <remarks>
    /// The mean of a gradient that has become zero, of a unit that no sample activates any more, shrinks with each step, and
    /// rounding stops it among the subnormal numbers, with which processors compute several times slower. No step can be told apart from
    /// one without.
    /// </remarks>
    public Value SetState(string name, Value value)
    {
        var builder = value.Builder;
        var kept = value.Abs().IfLess(builder.Constant(SmallestNormal), builder.Constant(0), value);
        _newStates.Add((name, kept));
        return kept;
    }
}

/// <summary>Learning rates for an optimizer.</summary>
/// <param name="Smallest">Below it, weights hardly move.</param>
/// <param name="Usual">A good start.</param>
/// <param name="Largest">Above it, training diverges.</param>
public sealed record LearningRates(float Smallest, float Usual, float Largest)
{
    /// <summary>For rules whose steps are about as long as the learning rate, whatever the gradient.</summary>
    public static readonly LearningRates Adaptive = new(1e-7f, 1e-3f, 0.1f);
}

/// <summary>What rules about numbers that lead nowhere must know of an optimizer.</summary>
public sealed record OptimizerTraits
{
    /// <summary>The share of a step that the next one repeats, so that steps in one direction add up.</summary>
    public float Momentum { get; init; }

    /// <summary>The share of a weight that decay takes in one step; 0 where that depends on the gradient.</summary>
    public float DecayedShare { get; init; }

    /// <summary>What to try in place of a decay that is too strong.</summary>
    public float UsualDecay { get; init; }

    /// <summary>The decays of Adam's moments, if it has such.</summary>
    public (float Beta1, float Beta2)? Betas { get; init; }
}

/// <summary>An optimizer: an attribute becomes an update rule.</summary>
public abstract class OptimizerDefinition : AttributeDefinition
{
    public abstract Type AttributeType { get; }

    public sealed override string AttributeName => AttributeType.Name;

    public sealed override string WhyNotInBlock => "only a model has an optimizer";

    /// <summary>The learning rates that make sense. The default suits a rule whose steps grow with the gradient.</summary>
    public virtual LearningRates Rates => new(1e-6f, 0.01f, 10f);

    public virtual OptimizerTraits Traits(OptimizerAttribute attribute) => new();

    public sealed override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute) => Validate((OptimizerAttribute)attribute);

    /// <inheritdoc cref="AttributeDefinition.Validate"/>
    public virtual IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute) =>
    [
        Require.Positive("learningRate", attribute.LearningRate, 1e-3f),
        Require.BelowOne("WeightAverage", (float)attribute.WeightAverage, 0.999f),
        Require.AtLeast("Accumulate", attribute.Accumulate, 1),
    ];

    /// <summary>Whether the rule looks at each tensor as a whole, so that no two are updated together.</summary>
    public virtual bool IsPerTensor => false;

    /// <summary>Whether the rule takes weights as matrices; one that does <see cref="IsPerTensor"/>.</summary>
    public virtual bool TakesMatrices => false;

    /// <summary>Names of the state vectors, each as long as the parameters.</summary>
    public abstract IReadOnlyList<string> States(OptimizerAttribute attribute);

    /// <summary>
    /// The names of all <see cref="HostStates"/> that an attribute can ask for: members of the generated class are called after them.
    /// </summary>
    public virtual IReadOnlyList<string> HostStateNames => [];

    public virtual IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) => [];

    public abstract IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute);

    /// <summary>The parameters after the step.</summary>
    public abstract Value Update(OptimizerAttribute attribute, UpdateContext context);
}

/// <summary>An optimizer and the attribute that asks for it.</summary>
public sealed record BoundOptimizer(OptimizerDefinition Definition, OptimizerAttribute Attribute)
{
    /// <summary>The moving average of the parameters, as a state, and the numbers of the host that it takes.</summary>
    internal const string Average = "average", AverageKept = "averageKept", AverageAdded = "averageAdded";

    public IReadOnlyList<string> States => Averages ? [.. Definition.States(Attribute), Average] : Definition.States(Attribute);

    /// <summary>Whether a moving average of the parameters is kept.</summary>
    public bool Averages => (float)Attribute.WeightAverage > 0;

    /// <summary>How many batches make an update.</summary>
    public int Accumulate => Attribute.Accumulate;

    /// <summary>The schedules of its learning rate, one behind the other.</summary>
    internal IReadOnlyList<BoundSchedule> Schedules { get; init; } = [];

    public IReadOnlyList<HostState> HostStates
    {
        get
        {
            var own = Definition.HostStates(Attribute);
            var counts = Schedules.Count > 0 || Averages;
            return !counts || own.Contains(UpdateCount.State) ? own : [.. own, UpdateCount.State];
        }
    }

    /// <summary>The learning rate of an update, from the numbers before it.</summary>
    public HostExpression LearningRate => Schedules.Count == 0
        ? HostExpression.BaseRate
        : new HostExpression.Rounded(HostExpression.BaseRate * BoundSchedule.Factor(Schedules, UpdateCount.Value));

    public IReadOnlyList<HostScalar> Scalars =>
        Averages ? [.. Definition.Scalars(Attribute), .. ScalarsOfAverage] : Definition.Scalars(Attribute);

    /// <summary>d and 1 − d; 0 and 1 in the first update, whose parameters the average starts with.</summary>
    private IEnumerable<HostScalar> ScalarsOfAverage
    {
        get
        {
            var decay = Written.Number((float)Attribute.WeightAverage);
            return
            [
                new(AverageKept, UpdateCount.Value.IfGreater(1, decay, 0)),
                new(AverageAdded, UpdateCount.Value.IfGreater(1, 1 - decay, 1)),
            ];
        }
    }

    public Value Update(UpdateContext context) => Definition.Update(Attribute, context);

    /// <summary>The average with the parameters that an update has made.</summary>
    /// <param name="average">The average before.</param>
    /// <param name="parameter">The parameters behind the update.</param>
    public static Value NextAverage(Value average, Value parameter)
    {
        var builder = parameter.Builder;
        return (average * Scalar(AverageKept)) + (parameter * Scalar(AverageAdded));

        Value Scalar(string name) => builder.Leaf(Ops.LeafKind.Scalar, name, Shape.Scalar);
    }
}
