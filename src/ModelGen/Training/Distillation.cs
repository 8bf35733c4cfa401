using ModelGen.Data;

namespace ModelGen.Training;

/// <summary>Lets a model learn from another: what <see cref="DistillationAttribute"/> needs.</summary>
/// <example><code>
/// [Model, Input(784), Dense(32), Relu, Dense(10), Distillation(4, LabelShare = 0.1), Adam(1e-3)]
/// public sealed partial class Student;
///
/// student.Fit(Distillation.Targets(teacher, training), epochs: 20);
/// </code></example>
public static class Distillation
{
    /// <summary>How many samples the teacher sees at once.</summary>
    private const int Batch = 256;

    /// <summary>
    /// Samples with the teacher's logits and their labels as targets: for each label C logits, and behind them C probabilities, one 1 and
    /// zeros.
    /// </summary>
    /// <param name="teacher">Any model that gives logits, such as one trained with <see cref="SoftmaxCrossEntropyAttribute"/>; an
    /// <see cref="Ensemble"/> of logits serves, too.</param>
    /// <param name="data">Labelled samples; n labels a sample for sequences.</param>
    /// <returns>The same inputs and weights of samples, with targets. The teacher has seen the samples as they are: what augmentations make
    /// of them later gets the answer for the original.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the teacher, or a label is none of its classes.</exception>
    public static Dataset<float> Targets(IModel teacher, Dataset<int> data)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(data);
        data.CheckInputs(teacher, nameof(data));
        int positions = data.TargetSize, classes = teacher.OutputSize / positions;
        if (classes < 2 || classes * positions != teacher.OutputSize)
        {
            throw new ArgumentException(
                $"The teacher gives {teacher.OutputSize} numbers for a sample, and a sample has {positions} labels: it needs the logits of "
                    + "at least two classes for each.",
                nameof(teacher));
        }

        float[] targets = new float[checked(data.Count * positions * 2 * classes)];
        float[] inputs = new float[Math.Min(Batch, data.Count) * data.InputSize];
        float[] logits = new float[Math.Min(Batch, data.Count) * teacher.OutputSize];
        for (int start = 0; start < data.Count; start += Batch)
        {
            int count = Math.Min(Batch, data.Count - start);
            for (int i = 0; i < count; i++) data.CopyInput(start + i, inputs.AsSpan(i * data.InputSize, data.InputSize));
            teacher.Predict(inputs.AsSpan(0, count * data.InputSize), logits.AsSpan(0, count * teacher.OutputSize));
            for (int row = 0; row < count * positions; row++)
            {
                int at = (start * positions) + row, label = data.Targets[at];
                if ((uint)label >= (uint)classes)
                {
                    throw new ArgumentException(
                        $"Label {label} of sample {at / positions} is none of the teacher's {classes} classes, 0 to {classes - 1}.",
                        nameof(data));
                }

                Span<float> target = targets.AsSpan(at * 2 * classes, 2 * classes);
                logits.AsSpan(row * classes, classes).CopyTo(target);
                target[classes + label] = 1;
            }
        }

        return data.WithTargets(targets, positions * 2 * classes);
    }
}
