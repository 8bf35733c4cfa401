using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>Streams against predictions of whole sequences.</summary>
internal static class StepChecks
{
    /// <summary>Two streams in turn, and the first one again behind a reset, give what the sequences give.</summary>
    public static void AsWholeSequence(Subject subject, IModelUnderTest model, string where) =>
        AsWholeSequence(subject, model.Predict, () => model.NewStream()!, where);

    /// <inheritdoc cref="AsWholeSequence(Subject, IModelUnderTest, string)"/>
    public static void AsWholeSequence(
        Subject subject, Func<float[][], float[][]> predict, Func<IStreamUnderTest> newStream, string where)
    {
        StepGraph steps = StepGraph.Of(subject.Built).Steps!;
        Batch batch = subject.Draw(2);
        float[][] whole = predict(batch.Inputs);
        IStreamUnderTest[] streams = [newStream(), newStream()];
        for (int sample = 0; sample < 2; sample++) streams[sample].Begin(Given(sample));
        for (int time = 0; time < steps.Length; time++)
            for (int sample = 0; sample < 2; sample++) Compare(streams[sample], sample, time);
        streams[1].Reset();
        streams[1].Begin(Given(0));
        for (int time = 0; time < steps.Length; time++) Compare(streams[1], 0, time);

        float[][] Given(int sample) =>
        [
            .. subject.Built.Inputs.Select((input, i) => (Input: input, Values: batch.Inputs[i]))
                .Where(pair => steps.Given.Contains(pair.Input.Name))
                .Select(pair => At(pair.Values, sample, pair.Input.Value.Shape, pair.Input.Value.Shape, 0)),
        ];

        void Compare(IStreamUnderTest stream, int sample, int time)
        {
            float[][] inputs =
            [
                .. subject.Built.Inputs.Select((input, i) => (Input: input, Values: batch.Inputs[i]))
                    .Where(pair => !steps.Given.Contains(pair.Input.Name))
                    .Select(pair => At(pair.Values, sample, pair.Input.Value.Shape, LeafOf(steps, pair.Input), time)),
            ];
            float[][] found = stream.Step(inputs);
            for (int i = 0; i < found.Length; i++)
            {
                NamedValue value = subject.Built.Outputs[i];
                Shape one = steps.Graph[OutputRole.Output, value.Name].Shape;
                // What only the last step gives is compared there.
                if (one == value.Value.Shape && steps.Length > 1 && time < steps.Length - 1) continue;
                float[] expected = At(whole[i], sample, value.Value.Shape, one, time);
                for (int j = 0; j < expected.Length; j++)
                {
                    Assert.True(
                        BitConverter.SingleToInt32Bits(expected[j]) == BitConverter.SingleToInt32Bits(found[i][j]),
                        $"{where}, stream {sample}, step {time}, {value.Name}[{j}]: {found[i][j]:R}, in the sequence {expected[j]:R}");
                }
            }
        }
    }

    /// <summary>One step of one sample of the whole sequence.</summary>
    public static float[] At(float[] whole, int sample, Shape shape, Shape step, int time)
    {
        int axis = Enumerable.Range(0, shape.Rank).Where(a => shape[a] != step[a]).DefaultIfEmpty(-1).First(), size = shape.SampleElements;
        if (axis < 0) return whole[(sample * size)..((sample + 1) * size)];
        int inner = shape.Dimensions.Skip(axis + 1).Aggregate(1, (a, b) => a * b), outer = size / inner / shape[axis];
        float[] result = new float[size / shape[axis]];
        for (int i = 0; i < outer; i++)
            for (int j = 0; j < inner; j++) result[(i * inner) + j] = whole[(sample * size) + (((i * shape[axis]) + time) * inner) + j];
        return result;
    }

    private static Shape LeafOf(StepGraph steps, NamedValue input) =>
        steps.Graph.Nodes.First(n => n.Op is LeafOp { Kind: LeafKind.Input or LeafKind.Tokens } leaf && leaf.LeafName == input.Name).Shape;
}
