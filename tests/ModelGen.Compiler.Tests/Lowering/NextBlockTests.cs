using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Lowering;

/// <summary>Which weights kernels ask for before they need them.</summary>
public sealed class NextBlockTests
{
    private const int Line = 16;

    /// <summary>Weights of 9.4 and 2.4 MB, over several rows of positions and over several tiles in a row; of 4 MB, over samples.</summary>
    [Theory]
    [InlineData("Input(512, 7, 7), Conv2D(512, 3, Padding = 1)", 1)]
    [InlineData("Input(512, 7, 7), Conv2D(512, 3)", 1)]
    [InlineData("Input(256, 14, 14), Conv2D(256, 3, Padding = 1)", 1)]
    [InlineData("Input(128, 30, 30), Conv2D(512, 3)", 1)]
    [InlineData("Input(256, 14, 14), Conv2D(512, 3, Padding = 1, Stride = 2)", 1)]
    [InlineData("Input(1024), Dense(1024)", 28)]
    [InlineData("Input(1024), Dense(1024)", 100)]
    public void The_products_of_a_block_ask_for_the_whole_next_one(string layers, int samples)
    {
        foreach (Target target in Target.All)
        {
            (Kernel kernel, BufferArgument weights) = Product(layers, target);
            Requests requests = Requests.Of(kernel, weights, samples);

            // The first block: what it reads, and what it asks for.
            Assert.NotEmpty(requests.Read);
            int last = requests.Read.Max, length = last + Line;
            int[] next = [.. requests.Asked.Where(index => index >= length && index < 2 * length).Select(index => index / Line).Distinct()];
            // Rows of positions at an edge have fewer taps, and ask for less.
            Assert.InRange(next.Length, length / Line * 7 / 10, length / Line);
            Assert.InRange(requests.Asked.Min, length, (2 * length) - 1);
            Assert.InRange(requests.Asked.Max, length, (2 * length) - 1);
        }
    }

    [Theory]
    [InlineData("Input(64, 56, 56), Conv2D(64, 3, Padding = 1)")] // the cache holds all weights
    [InlineData("Input(256), Dense(256)")]
    [InlineData("Input(512, 7, 7), Conv2D(512, 3, Padding = 1, Groups = 2)")] // what a block reads does not lie side by side
    [InlineData("Input(25088), Flatten, Dense(10)")] // a single block
    public void Others_ask_for_nothing(string layers)
    {
        foreach (Target target in Target.All)
        {
            (ProgramPlan plan, _) = Predict(layers);
            foreach (KernelGroup group in plan.Groups)
                Assert.DoesNotContain(All(GroupLowering.Lower(group, plan, target).Kernel.Body), s => s is Statement.Prefetch);
        }
    }

    /// <summary>Models that only predict carry their own runtime, and C# without unsafe code has no such instruction.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Models_that_only_predict_ask_for_nothing(bool onlyPredicts)
    {
        ModelSpec spec = DeclarationText.Model("[Input(1024), Dense(1024), MeanSquaredError, Sgd(1f)]");
        TensorSpec weight = new("dense1.weight", "F32", EquatableArray.Of(1024L, 1024L), 8, default);
        TensorSpec bias = new("dense1.bias", "F32", EquatableArray.Of(1024L), 8, default);
        WeightsHeader header = new("resource", 8, 0, EquatableArray.Of(weight, bias), null, EquatableArray<string>.Empty);
        if (onlyPredicts) spec = spec with { Weights = new WeightsSpec.Found(null, "file", header) };

        IReadOnlyList<GeneratedFile> files = KernelFiles.Emit(ProgramSet.Build(spec, Mode.Inference), VectorWidths.All);

        GeneratedFile[] kernels = [.. files.Where(file => file.HintName.Contains("kernels", StringComparison.Ordinal))];
        Assert.Equal(3, kernels.Length);
        foreach (GeneratedFile file in kernels)
            Assert.Equal(!onlyPredicts, file.Text.Contains("CacheLine.Prefetch(", StringComparison.Ordinal));
    }

    private static IEnumerable<Statement> All(IEnumerable<Statement> statements) => statements.SelectMany(statement => statement switch
    {
        Statement.Loop loop => loop.Segments.SelectMany(segment => All(segment.Body)),
        Statement.When edge => All(edge.Body),
        _ => [statement],
    });

    private static (ProgramPlan Plan, KernelGroup Product) Predict(string layers)
    {
        ModelSpec spec = DeclarationText.Model($"[{layers}, MeanSquaredError, Sgd(1f)]");
        ProgramPlan plan = new(ProgramSet.Predict(spec, true), new ParameterLayout(ProgramSet.Build(spec, Mode.Inference).Parameters));
        return (plan, plan.Groups.First(g => g.Anchor?.Op is ContractOp));
    }

    private static (Kernel Kernel, BufferArgument Weights) Product(string layers, Target target)
    {
        (ProgramPlan plan, KernelGroup group) = Predict(layers);
        (Kernel kernel, IReadOnlyList<Address> addresses) = GroupLowering.Lower(group, plan, target);
        return (kernel, kernel.Buffers.Zip(addresses).First(pair => pair.Second.Region == Region.Parameters).First);
    }

    /// <summary>Runs the loops of a kernel up to the second iteration of the loop over blocks, which is outside of all sums.</summary>
    private sealed class Requests
    {
        private readonly Dictionary<string, int> _variables = [];
        private readonly BufferArgument _weights;
        private readonly int _samples;

        private Requests(BufferArgument weights, int samples) => (_weights, _samples) = (weights, samples);

        public SortedSet<int> Read { get; } = [];

        public SortedSet<int> Asked { get; } = [];

        public static Requests Of(Kernel kernel, BufferArgument weights, int samples)
        {
            Requests requests = new(weights, samples);
            requests.Run(kernel.Body, isOutside: true);
            return requests;
        }

        private void Run(IEnumerable<Statement> statements, bool isOutside)
        {
            foreach (Statement statement in statements)
            {
                switch (statement)
                {
                    case Statement.Loop loop:
                        Run(loop, isOutside);
                        break;
                    case Statement.When edge when _variables[edge.Variable] == edge.Value:
                        Run(edge.Body, isOutside: false);
                        break;
                    case Statement.Let { Value: VectorExpression.Load load } when load.Buffer == _weights:
                        Read.Add(At(load.Index));
                        break;
                    case Statement.Assign { Value: VectorExpression.Call call }:
                        foreach (VectorExpression.Load load in call.Arguments.OfType<VectorExpression.Load>())
                            if (load.Buffer == _weights) Read.Add(At(load.Index));
                        break;
                    case Statement.Prefetch prefetch:
                        Assert.Equal(_weights, prefetch.Buffer);
                        int further = prefetch.Further is { } more ? Math.Min(prefetch.Limit, At(more)) : 0;
                        Asked.Add(At(prefetch.Index) + further);
                        break;
                }
            }
        }

        private void Run(Statement.Loop loop, bool isOutside)
        {
            int count = loop.Extent.Count * (loop.Extent.PerSample ? _samples : 1);
            int first = loop.First is { } low ? Math.Max(0, At(low)) : 0, end = loop.End is { } high ? Math.Min(count, At(high)) : count;
            // Rows that are samples are no blocks.
            bool isBlock = isOutside && !loop.Extent.PerSample && loop.Segments[0].Step >= Line;
            for (int i = 0, at = first; i < loop.Segments.Count; i++)
            {
                Segment segment = loop.Segments[i];
                for (; at + (i == loop.Segments.Count - 1 ? 1 : segment.Step) <= end; at += segment.Step)
                {
                    _variables[loop.Variable] = at;
                    Run(segment.Body, isOutside && !isBlock);
                    if (isBlock) return;
                }
            }
        }

        private int At(Affine index) => index.Constant + index.Terms.Sum(term => term.Coefficient * _variables[term.Variable]);
    }
}
