using System.Globalization;
using ModelGen.Compiler;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Schedule;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Kernels of the table with one number changed: whichever leaves a buffer when it is interpreted, the proof of bounds must have refused.
/// </summary>
public sealed class BoundsMutationTests(ITestOutputHelper output)
{
    private const int KernelsOfModel = 6;

    private static readonly int MutationsOfKernel = TestTier.Count(4, 8);

    private static readonly int[] SampleCounts = [1, 13, 16, 37];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_kernel_that_leaves_a_buffer_is_accepted(int quarter)
    {
        Random random = new(unchecked((TestSeed.Value * 4) + quarter));
        output.WriteLine(TestSeed.Text);
        (int faults, int refused, int tried) = (0, 0, 0);
        foreach (ModelCase model in Models.All.Where((_, i) => i % 8 == (2 * quarter) + (TestSeed.Value & 1)))
        {
            ModelPrograms programs = Subject.Programs(model.Source);
            (Kernel Kernel, IReadOnlyList<BufferLength> Lengths)[] kernels = [.. programs.Kernels(CompiledModel.Widths[random.Next(3)])];
            foreach ((Kernel kernel, IReadOnlyList<BufferLength> lengths) in random.GetItems(kernels, KernelsOfModel))
            {
                Assert.True(IsAccepted(kernel, lengths) && Fault(kernel, lengths) is null, $"{model}: {kernel.Description} as it is.");
                for (int i = 0; i < MutationsOfKernel; i++)
                {
                    (Kernel changed, string change) = KernelMutation.Of(kernel, random);
                    bool isAccepted = IsAccepted(changed, lengths);
                    KernelFault? fault = Fault(changed, lengths);
                    Assert.False(isAccepted && fault is not null, $"{model}, {TestSeed.Text}: {change} was accepted. {fault?.Message}");
                    (tried, faults, refused) = (tried + 1, faults + (fault is null ? 0 : 1), refused + (isAccepted ? 0 : 1));
                }
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tried} changes: {faults} leave a buffer, {refused} were refused."));
        // So that the test is what it seems to be, and the proof not a refusal of everything.
        Assert.InRange(faults, tried / 10, tried);
        Assert.InRange(refused, faults, faults + (tried / 5));
    }

    private static bool IsAccepted(Kernel kernel, IReadOnlyList<BufferLength> lengths)
    {
        try
        {
            KernelBounds.Of(kernel).Verify(lengths);
            return true;
        }
        catch (CompilerException)
        {
            return false;
        }
    }

    /// <summary>How the kernel leaves a buffer for some number of samples, or null.</summary>
    private static KernelFault? Fault(Kernel kernel, IReadOnlyList<BufferLength> lengths)
    {
        KernelInterpreter interpreter = new(kernel);
        foreach (int samples in SampleCounts)
        {
            int capacity = (samples + 15) / 16 * 16;
            CheckedSpan[] buffers = [.. lengths.Select(length => Buffer(length.Floats(samples, capacity), length.Room))];
            try
            {
                interpreter.Run(buffers, new KernelCallValues(kernel.Scalars.ToDictionary(name => name, _ => 0.5f), 1, 2, samples));
            }
            catch (KernelFault fault) when (fault.LeavesBuffer)
            {
                return fault;
            }
            catch (KernelFault)
            {
                // A changed kernel may well add up what is missing: that is another matter.
            }
        }

        return null;

        static CheckedSpan Buffer(long length, int room)
        {
            AlignedBuffer floats = new((int)length + room);
            return new CheckedSpan(CheckedMemory.Of(floats), 0, length, room);
        }
    }
}
