using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// How the learning rate changes while a model trains, as a share of the base rate: that of the model when the training starts. A
/// schedule is a function and has no state, so one object can serve many trainings.
/// </summary>
/// <remarks>
/// <c>Fit</c> takes one as <see cref="FitOptions{TTarget}.Schedule"/>. By hand: <c>model.LearningRate = (float)(rate *
/// schedule.Factor(step));</c> before each step. Factors are computed in double precision with the same bits on every machine.
/// </remarks>
/// <example><code>Schedule = new WarmUp(500).Times(new CosineDecay(10_000))</code></example>
public abstract class LearningRateSchedule
{
    /// <summary>Whether positions and lengths are steps of the optimizer (the default) or epochs.</summary>
    public ScheduleUnit Unit { get; init; }

    /// <summary>The base rate at all times.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantFactor(1);

    /// <summary>The share of the base rate at a position.</summary>
    /// <param name="position">How many steps or epochs (<see cref="Unit"/>) are over, from 0.</param>
    /// <returns>A number ≥ 0; 1 for the base rate.</returns>
    public abstract double Factor(long position);

    /// <summary>The share of the base rate for the next step.</summary>
    /// <param name="step">How many steps of the optimizer are over, in all epochs.</param>
    /// <param name="epoch">How many epochs are over.</param>
    /// <returns>A number ≥ 0; 1 for the base rate.</returns>
    public virtual double Factor(long step, int epoch) => Factor(Unit == ScheduleUnit.Step ? step : epoch);

    /// <summary>This schedule up to a position, and another one from there on, which then counts from 0: PyTorch's
    /// <c>SequentialLR</c>.</summary>
    /// <param name="length">How many steps or epochs this one lasts; at least 0.</param>
    /// <param name="next">The other one; it counts the same unit.</param>
    /// <returns>Both in order.</returns>
    /// <exception cref="ArgumentException">The units differ: use <see cref="Times(LearningRateSchedule)"/> to combine such.</exception>
    public LearningRateSchedule Then(long length, LearningRateSchedule next)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (next.Unit != Unit || this is ProductSchedule { IsMixed: true } || next is ProductSchedule { IsMixed: true })
        {
            throw new ArgumentException(
                "One of the schedules counts steps, the other one epochs; in order they must count the same.", nameof(next));
        }

        return new SequentialSchedule(this, length, next) { Unit = Unit };
    }

    /// <summary>The product with another schedule, as PyTorch's <c>ChainedScheduler</c>; the units may differ.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>A schedule that multiplies the factors.</returns>
    public LearningRateSchedule Times(LearningRateSchedule other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ProductSchedule(this, other) { Unit = Unit };
    }

    /// <summary>This schedule multiplied by a number.</summary>
    /// <param name="factor">The number; at least 0.</param>
    /// <returns>The product.</returns>
    public LearningRateSchedule Times(double factor) => Times(new ConstantFactor(Check.AtLeast(0, factor)) { Unit = Unit });

    private sealed class ConstantFactor(double factor) : LearningRateSchedule
    {
        public override double Factor(long position) => factor;
    }

    private sealed class SequentialSchedule(LearningRateSchedule first, long length, LearningRateSchedule next) : LearningRateSchedule
    {
        public override double Factor(long position) => position < length ? first.Factor(position) : next.Factor(position - length);
    }

    private sealed class ProductSchedule(LearningRateSchedule first, LearningRateSchedule second) : LearningRateSchedule
    {
        /// <summary>Whether the parts count different things, so that one position says nothing.</summary>
        public bool IsMixed =>
            first.Unit != second.Unit || first is ProductSchedule { IsMixed: true } || second is ProductSchedule { IsMixed: true };

        public override double Factor(long position) => IsMixed
            ? throw new InvalidOperationException("The schedule counts steps and epochs; ask with both numbers.")
            : first.Factor(position) * second.Factor(position);

        public override double Factor(long step, int epoch) => first.Factor(step, epoch) * second.Factor(step, epoch);
    }

    /// <summary>Checks the settings of the schedules.</summary>
    private protected static class Check
    {
        public static long Length(long value, long least = 1)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, least, "length");
            return value;
        }

        public static double AtLeast(
            double least,
            double value,
            [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string? name = null) =>
            value >= least && double.IsFinite(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    name,
                    value,
                    $"It must be a finite number of at least {Numbers.Format(least, "R")}.");

        public static double Positive(
            double value,
            [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string? name = null) =>
            value > 0 && double.IsFinite(value)
                ? value
                : throw new ArgumentOutOfRangeException(name, value, "It must be a finite number above 0.");
    }
}
