using ModelGen.Data;
using ModelGen.Tests.Checkpoints;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

[Model, Input(6), Dense(4), Relu, Dense(3), Distillation(2, LabelShare = 0.25), Adam(0.02)]
public sealed partial class SmallStudent;

public sealed class DistillationTests
{
    [Fact]
    public void Targets_are_logits_and_labels()
    {
        WithAdam teacher = new(1);
        Dataset<int> data = FitCheckpointTests.Data().WithWeights(Enumerable.Range(0, 60).Select(i => (float)i).ToArray());
        Dataset<float> targets = Distillation.Targets(teacher, data);

        Assert.Equal((60, 6), (targets.Count, targets.TargetSize));
        Assert.Equal(data.Inputs.ToArray(), targets.Inputs.ToArray());
        Assert.Equal(data.Weights.ToArray(), targets.Weights.ToArray());
        float[] logits = new float[3];
        for (int i = 0; i < 60; i++)
        {
            teacher.Predict(data.Input(i), logits);
            Assert.Equal([.. logits, .. Enumerable.Range(0, 3).Select(c => c == data.Targets[i] ? 1f : 0)], targets.Target(i).ToArray());
        }
    }

    [Fact]
    public void A_student_learns_what_its_teacher_says()
    {
        WithAdam teacher = new(1);
        teacher.Fit(FitCheckpointTests.Data(), FitCheckpointTests.Options(null, 30));
        Dataset<float> lessons = Distillation.Targets(teacher, FitCheckpointTests.Data());
        SmallStudent student = new(2);
        Assert.Equal(lessons.TargetSize, ((ITrainable<float>)student).TargetSize);
        double before = Agreement();
        student.Fit(lessons, epochs: 200, batchSize: 16, quiet: true);
        Assert.True(Agreement() > Math.Max(before, 0.85), $"{before} {Agreement()}");

        double Agreement()
        {
            float[] own = new float[180], others = new float[180];
            student.Predict(lessons.Inputs, own);
            teacher.Predict(lessons.Inputs, others);
            return own.Chunk(3).Zip(others.Chunk(3)).Average(pair => Best(pair.First) == Best(pair.Second) ? 1.0 : 0);
        }

        static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        WithAdam teacher = new(1);
        Assert.Contains(
            "Label 3 of sample 1 is none of the teacher's 3 classes",
            Assert.Throws<ArgumentException>(() => Distillation.Targets(teacher, Dataset.FromArrays(new float[12], [0, 3], 6))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "needs 6",
            Assert.Throws<ArgumentException>(() => Distillation.Targets(teacher, Dataset.FromArrays(new float[10], [0, 1], 5))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "targets has 3 values",
            Assert.Throws<ArgumentException>(() => new SmallStudent().TrainStep(new float[6], new float[3])).Message,
            StringComparison.Ordinal);
    }
}
