using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// modelSize^−½ · min(n^−½, n · warmUp^−³ᐟ²) for the step n = 1, 2, …: A. Vaswani et al., "Attention is all you need", 2017, section
/// 5.3. The formula is the rate itself: the base rate of the model is a factor before it, 1 in the paper.
/// </summary>
/// <param name="modelSize">The width of the model; at least 1.</param>
/// <param name="warmUp">How many steps the rate rises; at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
public sealed class Noam(int modelSize, long warmUp = 4000) : LearningRateSchedule
{
    private readonly int _modelSize =
        modelSize >= 1 ? modelSize : throw new ArgumentOutOfRangeException(nameof(modelSize), modelSize, "It must be at least 1.");
    private readonly long _warmUp =
        warmUp >= 1 ? warmUp : throw new ArgumentOutOfRangeException(nameof(warmUp), warmUp, "It must be at least 1.");

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.Noam(position, _modelSize, _warmUp);
}
