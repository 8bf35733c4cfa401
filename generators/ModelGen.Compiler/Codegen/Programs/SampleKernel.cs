using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A program for exactly one sample as a single kernel: see <see cref="OneSample"/>.</summary>
internal sealed class SampleKernel
{
    /// <summary>Results of more vectors than these are copied by a call.</summary>
    private const int MostVectors = 8;

    private readonly ProgramPlan _plan;
    private readonly int _capacity;
    private readonly Func<string, string> _externalName;
    private readonly Dictionary<BufferArgument, Address> _buffers = [];

    /// <param name="program">The program.</param>
    /// <param name="target">The register width.</param>
    /// <param name="texts">The caller's arguments.</param>
    /// <param name="capacity">The number of samples that scratch memory is laid out for.</param>
    /// <param name="externalName">The span that a leaf of the caller's lies in.</param>
    /// <param name="parameters">The names of the method's parameters.</param>
    public SampleKernel(
        ModelProgram program,
        Target target,
        PortTexts texts,
        int capacity,
        Func<string, string> externalName,
        IEnumerable<string> parameters)
    {
        (_plan, _capacity, _externalName) = (program.Plan, capacity, externalName);
        var parts = _plan.Groups.Select(group => PartOf(group, target.OneSample)).ToList();
        var copied = new List<GraphOutput>();
        foreach (var output in _plan.Graph.Outputs)
        {
            if (texts.Of(output) is not { } port) continue;
            if (ResultOf(output, PortTexts.Span(port)) is { } part) parts.Add(part);
            else copied.Add(output);
        }

        Copied = copied;
        var scratch = _buffers.Where(buffer => buffer.Value.Region == Region.Arena).Select(buffer => buffer.Key).ToArray();
        Kernel = Forwarding.In(OneSample.Of(parts, [.. parameters, "n", "first", "last"]), scratch, copied.Select(Read).ToArray());
        KernelVerifier.Verify(Kernel);
    }

    public Kernel Kernel { get; }

    /// <summary>Results that are copied behind it.</summary>
    public IReadOnlyList<GraphOutput> Copied { get; }

    /// <summary>The buffers that are no parameters of the method, and where they begin.</summary>
    public IEnumerable<(BufferArgument Buffer, Address Address)> Declared => Kernel.Buffers
        .Select(buffer => (buffer, _buffers[buffer]))
        .Where(buffer => buffer.Item2.Region is Region.External or Region.Tables || buffer.Item2.Element != Element.F32);

    /// <summary>Where a buffer begins: in memory of the caller, the name is that of the span.</summary>
    public Address AddressOf(BufferArgument buffer) => _buffers[buffer];

    private KernelPart PartOf(KernelGroup group, Target target)
    {
        var (kernel, addresses) = GroupLowering.Lower(group, _plan, target);
        return new KernelPart(kernel, addresses.Select(MemoryOf).ToArray());
    }

    /// <summary>A result in the caller's memory, or null if that is a longer copy.</summary>
    private KernelPart? ResultOf(GraphOutput output, string span)
    {
        if (output.Node.Lanes == Lanes.Samples) return null;
        var (length, stride, rows) = TensorRows.Of(output.Node);
        var (vectors, rest) = ((length + Layout.Lanes - 1) / Layout.Lanes, length % Layout.Lanes);
        if (rows * vectors > MostVectors || !Statement.StoreLanes.Suits(rest == 0 ? Layout.Lanes : rest)) return null;
        var builder = new KernelBuilder();
        var (source, target) = (builder.Buffer(), builder.Buffer());
        for (var row = 0; row < rows; row++)
        {
            for (var lane = 0; lane < length; lane += Layout.Lanes)
            {
                var (from, to) = (Affine.Of((row * stride) + lane), Affine.Of((row * length) + lane));
                if (length == 1) builder.StoreFirst(target, to, new VectorExpression.Broadcast(source, from));
                else if (length - lane >= Layout.Lanes) builder.Store(target, to, new VectorExpression.Load(source, from));
                else builder.StoreLanes(target, to, new VectorExpression.Load(source, from), length - lane);
            }
        }

        var kernel = builder.Build("Result", "");
        return new KernelPart(kernel, [MemoryOf(_plan.StorageOf(output.Node).Address), (External(span), 0)]);
    }

    private (BufferArgument, int, int) Read(GraphOutput output)
    {
        var (buffer, start) = MemoryOf(_plan.StorageOf(output.Node).Address);
        var (_, stride, rows) = TensorRows.Of(output.Node);
        return (buffer, start, stride * rows);
    }

    /// <summary>The buffer of the whole program in which an address lies.</summary>
    private (BufferArgument Buffer, int Start) MemoryOf(Address address)
    {
        var start = (address.PerSample * _capacity) + address.Fixed;
        if (address.PerStep != 0) throw new CompilerException($"'{address.Name}' lies in a loop.");
        switch (address.Region)
        {
            case Region.External: return (External(_externalName(address.Name)), start);
            case Region.Tables: return (Add(NameOf("table" + address.Name), address), start);
            case Region.Parameters when address.Element != Element.F32:
                return (Add("parameters" + address.Element, address with { Name = FlatVectors.Parameters, Fixed = 0 }), start);
            default: return (Add(NameOf(address.Region.ToString()), address with { Name = "", PerSample = 0, Fixed = 0 }), start);
        }
    }

    private BufferArgument External(string span) => Add(span + "At", new Address(Region.External, span, 0, 0));

    private BufferArgument Add(string name, Address address)
    {
        var buffer = new BufferArgument(name, address.Element);
        _buffers[buffer] = address;
        return buffer;
    }

    /// <summary>The parameter of a program that brings a region: <c>nextCarried</c> for <see cref="Region.NextCarried"/>.</summary>
    private static string NameOf(string region) => char.ToLowerInvariant(region[0]) + region.Substring(1);
}
