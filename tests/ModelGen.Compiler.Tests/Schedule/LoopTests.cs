using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Recurrent layers as loops: each step is the same code.</summary>
public sealed class LoopTests
{
    private const string End = "Dense(2), MeanSquaredError, Adam(1e-3)]";

    [Theory]
    [InlineData("Rnn(32)")]
    [InlineData("Lstm(32)")]
    [InlineData("Gru(32, Layers = 2, Bidirectional = true)")]
    [InlineData("Lstm(10, ReturnSequences = true), LastStep")]
    public void There_are_as_many_kernels_for_many_steps_as_for_a_few(string layer)
    {
        foreach (Func<string, ProgramPlan> plan in new Func<string, ProgramPlan>[] { Predict, TrainStep })
            Assert.Equal(plan($"[Input(4, 8), {layer}, {End}").Groups.Count, plan($"[Input(500, 8), {layer}, {End}").Groups.Count);
    }

    [Fact]
    public void The_kernels_of_a_loop_stand_together_and_their_indices_are_in_order()
    {
        ProgramPlan plan = TrainStep($"[Input(9, 8), Lstm(16, Layers = 2, Bidirectional = true), {End}");
        Assert.Equal(Enumerable.Range(0, plan.Groups.Count), plan.Groups.Select(group => group.Index));
        ScanLoop[] loops = [.. plan.Groups.Select(group => group.Loop).OfType<ScanLoop>().Distinct()];
        Assert.Equal(8, loops.Length);
        Assert.Equal(4, loops.Count(loop => loop.Backwards));
        foreach (ScanLoop loop in loops)
        {
            int[] indices = [.. plan.Groups.Where(group => group.Loop == loop).Select(group => group.Index)];
            Assert.Equal(Enumerable.Range(indices[0], indices.Length), indices);
        }
    }

    /// <summary>Products with inputs, and gradients of weights, are sums over all steps at once.</summary>
    [Fact]
    public void Only_the_products_with_states_are_in_loops()
    {
        ProgramPlan plan = TrainStep($"[Input(9, 8), Lstm(16), {End}");
        string[] inside = [.. Products(plan, inLoop: true)];
        Assert.Equal(["[N, 16] · [16, 64]", "[N, 64] · [64, 16]"], inside);
        Assert.Contains("[N, 9, 8] · [8, 64]", Products(plan, inLoop: false));
        Assert.Contains("[N, 9, 16] · [N, 9, 64]", Products(plan, inLoop: false));
        Assert.Contains("[N, 9, 8] · [N, 9, 64]", Products(plan, inLoop: false));
    }

    [Fact]
    public void What_is_the_same_in_all_steps_is_made_once()
    {
        ProgramPlan plan = TrainStep($"[Input(9, 8), Lstm(16), {End}");
        KernelGroup transposed = plan.Groups.Single(group => group.Anchor?.Op is PermuteOp && group.Anchor.Shape == Shape.Of(64, 16));
        Assert.Null(transposed.Loop);
        Assert.True(transposed.Index < plan.Groups.First(group => group.Loop is { Backwards: true }).Index);
    }

    /// <summary>Steps are read where they lie and written where they belong: with whole vectors, nothing is copied.</summary>
    [Theory]
    [InlineData("Rnn(32)", 0)]
    [InlineData("Lstm(32)", 0)]
    // The gradients of its first two gates are part of those of both products, and lie in one of them.
    [InlineData("Gru(32)", 2)]
    public void Nothing_is_copied_in_a_loop(string layer, int inTraining)
    {
        Assert.Equal(0, Copies(Predict($"[Input(9, 8), {layer}, {End}")));
        Assert.Equal(inTraining, Copies(TrainStep($"[Input(9, 8), {layer}, {End}")));

        static int Copies(ProgramPlan plan) => plan.Groups.Count(group => group.Loop is not null && group.IsCopy);
    }

    [Fact]
    public void Costs_are_those_of_all_steps()
    {
        BuiltModel model = ProgramSet.Build(DeclarationText.Model($"[Input(9, 8), Lstm(16), {End}"), Mode.Inference);
        Assert.Equal(9 * ((8 * 64) + (16 * 64)), model.Layers[0].MultiplyAdds);
        (long few, _) = Predict($"[Input(9, 8), Lstm(16), {End}").Work();
        (long many, _) = Predict($"[Input(90, 8), Lstm(16), {End}").Work();
        Assert.InRange(many, 9 * few, 10 * few);
    }

    [Fact]
    public void A_loop_that_needs_its_own_results_is_found()
    {
        ScanLoop loop = new(0, 2, Backwards: false);
        (string Name, ScanLoop? Loop, string[] Needs)[] items = [("a", loop, ["b"]), ("b", null, ["c"]), ("c", loop, [])];
        object[] known = [.. items.Cast<object>()];
        Assert.Throws<CompilerException>(() => LoopOrder.Of(
            known,
            item => ((ValueTuple<string, ScanLoop?, string[]>)item).Item2,
            item => known.Where(k => ((ValueTuple<string, ScanLoop?, string[]>)item).Item3.Contains(
                ((ValueTuple<string, ScanLoop?, string[]>)k).Item1))));
    }

    private static IEnumerable<string> Products(ProgramPlan plan, bool inLoop) => plan.Groups
        .Where(group => group.Anchor?.Op is ContractOp && (group.Loop is not null) == inLoop)
        .Select(group => string.Join(" · ", group.Anchor!.Inputs.Select(input => input.Shape)));

    private static ProgramPlan Predict(string declaration) => Plan(declaration, ProgramSet.Predict);

    private static ProgramPlan TrainStep(string declaration) => Plan(declaration, ProgramSet.TrainStep);

    private static ProgramPlan Plan(string declaration, Func<Spec.ModelSpec, bool, TensorGraph> program)
    {
        Spec.ModelSpec spec = DeclarationText.Model(declaration);
        return new ProgramPlan(program(spec, true), new ParameterLayout(ProgramSet.Build(spec, Mode.Training).Stored));
    }
}
