using ModelGen.Runtime;

namespace ModelGen.Analysis;

/// <summary>What an <see cref="OverfitCheck"/> says.</summary>
public enum OverfitVerdict
{
    /// <summary>The loss fell as far as was asked for: model, loss and data fit together.</summary>
    Learns,

    /// <summary>The loss fell, and not far enough: more steps or another learning rate may do.</summary>
    TooSlow,

    /// <summary>The loss did not move: nothing that is learned changes it.</summary>
    Stuck,

    /// <summary>The loss rose: the learning rate is too large.</summary>
    Diverges,

    /// <summary>The loss became NaN or infinite.</summary>
    NotFinite,
}

/// <summary>
/// Trains on one batch over and over: a model that cannot learn a few samples by heart will not learn many. What to do first with a new
/// model, before any time is spent on a training.
/// </summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Losses">The loss before each step.</param>
public sealed record OverfitCheck(OverfitVerdict Verdict, IReadOnlyList<float> Losses)
{
    /// <summary>Trains on one batch; afterwards the model is as it was.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="input">A few samples: 2 to 32, with different targets.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="steps">The most steps; at least 1.</param>
    /// <param name="share">To which share of the first loss it is to fall, between 0 and 1.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static OverfitCheck Run<TTarget>(
        ITrainable<TTarget> model, ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets, int steps = 500, double share = 0.05)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be between 0 and 1.");
        TrainingSnapshot before = new(model);
        List<float> losses = [];
        try
        {
            for (int step = 0; step <= steps; step++)
            {
                losses.Add(Loss(model, input, targets));
                if (!float.IsFinite(losses[^1])) return new OverfitCheck(OverfitVerdict.NotFinite, losses);
                if (losses[^1] <= share * losses[0]) return new OverfitCheck(OverfitVerdict.Learns, losses);
            }
        }
        finally
        {
            before.Restore();
        }

        // The least of the last tenth: dropout and large steps make single losses jump.
        float least = losses.Skip(losses.Count * 9 / 10).Min(), first = losses[0];
        OverfitVerdict verdict = least > 1.05f * first ? OverfitVerdict.Diverges
            : losses.Max() - losses.Min() <= 1e-5f * Math.Abs(first) ? OverfitVerdict.Stuck
            : OverfitVerdict.TooSlow;
        return new OverfitCheck(verdict, losses);
    }

    /// <summary>Generated models refuse a step whose loss is no finite number; here that is an answer.</summary>
    private static float Loss<TTarget>(ITrainable<TTarget> model, ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets)
        where TTarget : unmanaged
    {
        try
        {
            return model.TrainStep(input, targets);
        }
        catch (ArithmeticException)
        {
            return float.NaN;
        }
    }

    /// <summary>The verdict in a sentence, with what to look at.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string course = $"The loss on one batch went from {Text(Losses[0])} to {Text(Losses[^1])} in {Losses.Count - 1} steps: ";
        return course + Verdict switch
        {
            OverfitVerdict.Learns => "the model can learn these samples.",
            OverfitVerdict.TooSlow => "it falls too slowly. Try a larger learning rate or more steps, less dropout and smaller penalties; "
                + "samples that are equal and have different targets cannot be learned.",
            OverfitVerdict.Stuck => "nothing that is learned changes it. Look for dead units, frozen layers, weights that start at zero, "
                + "and a learning rate of 0.",
            OverfitVerdict.Diverges => "it rises. Try a smaller learning rate, or clip gradients; standardise the inputs.",
            _ => "it is no number any more. Try a smaller learning rate; look for NaN and very large numbers among the inputs.",
        };
    }

    private static string Text(float loss) => Numbers.Format(loss, Math.Abs(loss) is >= 1e-3f and < 1e6f ? "0.####" : "0.##e+0");
}
