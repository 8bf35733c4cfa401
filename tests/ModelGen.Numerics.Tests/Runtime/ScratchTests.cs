using System.Runtime.InteropServices;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>What lies in scratch memory before a call changes nothing; padding stays zero.</summary>
public sealed class ScratchTests
{
    // Zeros, two quiet NaNs, a signalling one, and a large number.
    private static readonly uint[] Patterns = [0, 0xFFFF_FFFF, 0x7FC0_0000, 0x7F80_0001, 0x7149_F2CA];

    private static readonly int[] Widths = [512, 256, 128];

    [Theory]
    [MemberData(nameof(Zoo.Names), MemberType = typeof(Zoo))]
    public void Scratch_memory_is_never_read_before_it_is_written(string name)
    {
        int[] expected = Trace(new LiveModel(name), _ => { });
        foreach (int bits in Widths)
        {
            Assert.Equal(-1, FirstDifference(expected, Trace(new LiveModel(name, bits), _ => { }), $"{bits} bits"));
            foreach (uint pattern in Patterns)
            {
                int[] actual = Trace(new LiveModel(name, bits), s => s.Poison(pattern));
                Assert.Equal(-1, FirstDifference(expected, actual, $"{bits} bits, {pattern:x8}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Zoo.Everything), MemberType = typeof(Zoo))]
    public void Padding_stays_zero(string name, int bits)
    {
        LiveModel subject = new(name, bits);
        bool[] described = subject.DescribedElements();
        for (int step = 0; step < 5; step++)
        {
            subject.Poison(0x7FC0_0000);
            subject.TrainStep(step == 2 ? 7 : 64);
            AssertPadding(subject, described, "TrainStep");
        }

        subject.ZeroGradients();
        subject.Forward(9);
        subject.Backward(9);
        AssertPadding(subject, described, "Backward");
        subject.Update();
        AssertPadding(subject, described, "Update");
    }

    private static void AssertPadding(LiveModel subject, bool[] described, string after)
    {
        foreach (string field in (string[])["_parameters", "_gradients", "_optimizerState"])
        {
            if (subject.Buffer(field) is not { } buffer) continue;
            ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(buffer.Span);
            for (int i = 0; i < bits.Length; i++)
                if (!described[i % described.Length] && bits[i] << 1 != 0)
                    Assert.Fail($"After {after}, {field}[{i}] is padding and holds {buffer.Span[i]}.");
        }
    }

    /// <summary>Everything that a life of a model gives, as bits.</summary>
    private static int[] Trace(LiveModel subject, Action<LiveModel> before)
    {
        List<int> trace = [];
        void Note(ReadOnlySpan<float> values) => trace.AddRange(MemoryMarshal.Cast<float, int>(values));
        void Call(Action action)
        {
            before(subject);
            action();
        }

        // So that there is an arena to fill.
        subject.Forward(LiveModel.Largest);
        subject.Predict(LiveModel.Largest);
        foreach (int samples in (int[])[64, 7, 1, 33])
        {
            Call(() => Note([subject.TrainStep(samples)]));
            Note(subject.Buffer("_gradients")!.Span);
            Call(() => subject.Predict(samples));
            foreach (float[] output in subject.Outputs) Note(output);
            Call(() => Note([subject.Evaluate(samples)]));
            Call(subject.ZeroGradients);
            Call(() => subject.Forward(samples));
            foreach (float[] output in subject.Outputs) Note(output);
            subject.Backward(samples);
            foreach (float[] gradient in subject.InputGradients) Note(gradient);
            Note(subject.Buffer("_gradients")!.Span);
            Call(subject.Update);
            Note(subject.Buffer("_parameters")!.Span);
        }

        trace.AddRange(subject.State());
        return [.. trace];
    }

    private static int FirstDifference(int[] expected, int[] actual, string where)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i])
            {
                Assert.Fail($"{where}: value {i} of {expected.Length} is {BitConverter.Int32BitsToSingle(actual[i])}; "
                    + $"{BitConverter.Int32BitsToSingle(expected[i])} was expected.");
            }
        }

        return -1;
    }
}
