using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Schedule;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Where threads wait for each other.</summary>
public sealed class BarrierTests
{
    private static readonly Division Samples = new Division.Samples();
    private static readonly Division Iterations = new Division.Iterations(64, 16);
    private static readonly Division Whole = new Division.Whole();

    [Fact]
    public void Samples_that_follow_samples_need_no_barrier() =>
        Assert.Equal("..", Of(Step(Samples, Write(0, 16)), Step(Samples, Read(0, 16), Write(16, 16))));

    [Fact]
    public void A_sum_over_samples_waits_for_all_of_them() =>
        Assert.Equal(".|", Of(Step(Samples, Write(0, 16)), Step(Iterations, Read(0, 16))));

    [Fact]
    public void Memory_that_is_used_again_at_another_size_is_waited_for()
    {
        // The second sample of one is where the first of the other still is.
        Assert.Equal(".|", Of(Step(Samples, Read(0, 32)), Step(Samples, Write(0, 16))));
        Assert.Equal(".|", Of(Step(Samples, Read(0, 32)), Step(Samples, Write(16, 16))));
        Assert.Equal("..", Of(Step(Samples, Read(0, 32)), Step(Samples, Write(0, 32))));
        Assert.Equal("..", Of(Step(Samples, Read(0, 32)), Step(Samples, Write(32, 16))));
    }

    [Fact]
    public void Reading_waits_for_no_reading() =>
        Assert.Equal("...", Of(Step(Samples, Read(0, 16)), Step(Iterations, Read(0, 16)), Step(Whole, Read(0, 16))));

    [Fact]
    public void What_one_thread_does_alone_it_does_in_order()
    {
        Assert.Equal("..", Of(Step(Whole, Write(0, 16)), Step(Whole, Read(0, 16))));
        Assert.Equal(".|", Of(Step(Whole, Write(0, 16)), Step(Samples, Read(0, 16))));
    }

    [Fact]
    public void One_barrier_serves_all_that_stand_before_it() => Assert.Equal("..|...", Of(
        Step(Samples, Write(0, 16)),
        Step(Samples, Write(16, 16)),
        Step(Iterations, Read(16, 16)),
        Step(Iterations, Read(0, 16)),
        Step(Samples, Read(0, 16), Write(32, 16)),
        Step(Samples, Read(32, 16))));

    [Fact]
    public void Regions_are_apart_and_states_have_names()
    {
        MemoryAccess At(Region region, string name, bool isWrite) => new(new Address(region, name, 0, 0), 64, false, isWrite);
        Assert.Equal("..", Of(Step(Iterations, At(Region.Parameters, "p", true)), Step(Iterations, At(Region.Gradients, "p", false))));
        Assert.Equal("..", Of(Step(Iterations, At(Region.State, "mean", true)), Step(Iterations, At(Region.State, "square", false))));
        Assert.Equal(".|", Of(Step(Iterations, At(Region.State, "mean", true)), Step(Iterations, At(Region.State, "mean", false))));
        Assert.Equal(".|", Of(Step(Samples, MemoryAccess.External(false)), Step(Samples, MemoryAccess.External(true))));
        Assert.Equal(
            "..",
            Of(
                Step(Samples, Write(0, 16)),
                Step(Iterations, new MemoryAccess(new Address(Region.Arena, "arena", 0, 0), 64, false, false))));
    }

    [Fact]
    public void An_iteration_waits_for_the_one_before()
    {
        ScanLoop loop = new(0, 3, Backwards: false);
        SharedStep[] body = [Step(Iterations, Read(0, 16)), Step(Samples, Write(0, 16))];
        Assert.Equal(".|", Of(body));
        Assert.Equal("||", Of([.. body.Select(step => step with { Loop = loop })]));
    }

    [Fact]
    public void What_is_behind_a_loop_waits_for_its_last_steps()
    {
        ScanLoop loop = new(0, 3, Backwards: false);
        SharedStep inside = Step(Samples, Read(0, 16), Write(16, 16)) with { Loop = loop };
        Assert.Equal("..|", Of(Step(Samples, Write(0, 16)), inside, Step(Iterations, Read(16, 16))));
        Assert.Equal("...", Of(Step(Samples, Write(0, 16)), inside, Step(Samples, Read(16, 16))));
    }

    /// <summary>The schedule's list of what kernels touch, against the kernels themselves.</summary>
    [Theory]
    [InlineData("[Input(20), Dense(33), Relu, Dropout(0.2f), Dense(10), SoftmaxCrossEntropy, Adam(1e-3f)]")]
    [InlineData(
        "[Input(4, 6), Dense(6), Softmax, Reshape(8, 3), Dense(3), Tanh, Reshape(4, 6), Flatten, Maxout(2), Dense(2), Huber, Sgd(0.1f)]")]
    [InlineData(
        "[Input(6), Dense(6), As(\"a\"), PRelu, Concat(\"a\"), As(\"b\"), Sigmoid, Multiply(\"b\"), Dense(2), MeanSquaredError, "
            + "AdamW(1e-3f)]"
    )]
    [InlineData(
        "[Input(2, 4, 5), ConvTranspose2D(3, 2, Stride = 2), Relu, As(\"a\"), Conv2D(2, 3, Padding = 1), Concat(\"a\"), MaxPool2D(3, "
            + "Stride = 2, Padding = 1), Flatten, Dense(2), Huber, Sgd(0.1f)]"
    )]
    [InlineData("[Input(6, 5), Lstm(16, Layers = 2), Dense(2), Huber, Sgd(0.1f)]")]
    [InlineData("[Input(6, 5), Gru(9, Bidirectional = true, ReturnSequences = true), Dense(2), Huber, Sgd(0.1f)]")]
    public void The_schedule_knows_what_kernels_read_and_write(string declaration)
    {
        Spec.ModelSpec spec = DeclarationText.Model(declaration);
        BuiltModel model = ProgramSet.Build(spec, Mode.Training);
        ParameterLayout layout = new(model.Parameters);
        ProgramPlan[] plans =
        [
            new(ProgramSet.Predict(spec), layout), new(ProgramSet.Evaluate(spec), layout), new(ProgramSet.TrainStep(spec), layout),
            new(ProgramSet.ForwardBackward(spec), layout, keepInputs: true), new(ProgramSet.Update(model, layout.Size), layout),
        ];
        foreach (ProgramPlan plan in plans)
        {
            foreach (KernelGroup group in plan.Groups)
            {
                (Kernel kernel, IReadOnlyList<Address> addresses) = GroupLowering.Lower(group, plan, Target.Vector512);
                HashSet<BufferArgument> written = [.. BufferUse.Written(kernel.Body)], read = [.. BufferUse.Read(kernel.Body)];
                IReadOnlyList<MemoryAccess> accesses = MemoryAccess.Of(group, plan);
                Address[] touched =
                [
                    .. addresses.Select(address => address.Region == Region.External ? new Address(Region.External, "", 0, 0) : address),
                ];
                for (int i = 0; i < addresses.Count; i++)
                {
                    BufferArgument buffer = kernel.Buffers[i];
                    Assert.True(
                        !written.Contains(buffer) || accesses.Any(a => a.IsWrite && a.Holds(touched[i])),
                        $"{kernel.Description} writes {buffer.Name}");
                    Assert.True(
                        !read.Contains(buffer) || accesses.Any(a => a.Holds(touched[i])),
                        $"{kernel.Description} reads {buffer.Name}");
                }

                Assert.All(
                    accesses,
                    a =>
                        Assert.Contains(
                            touched.Zip(kernel.Buffers),
                            t => a.Holds(t.First) && (a.IsWrite ? written : read).Contains(t.Second)));
            }
        }
    }

    private static MemoryAccess Read(int start, int size) => new(new Address(Region.Arena, "arena", start, 0), size, true, false);

    private static MemoryAccess Write(int start, int size) => Read(start, size) with { IsWrite = true };

    private static SharedStep Step(Division division, params MemoryAccess[] accesses) => new(division, accesses);

    /// <summary>For each step a dot, or a bar if a barrier stands before it.</summary>
    private static string Of(params SharedStep[] steps) => string.Concat(Barriers.Before(steps).Select(b => b ? '|' : '.'));
}
