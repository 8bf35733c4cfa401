using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A kernel's method and the memory to call it with.</summary>
internal sealed record KernelCall(string Method, Kernel Kernel, IReadOnlyList<Place> Places);

/// <summary>The kernels of a model for one width: equal ones are one method.</summary>
internal sealed class KernelSet(Target target, VectorIsa isa)
{
    private readonly Dictionary<string, Lowered> _lowered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, Kernel Kernel, string Body)> _kernels = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    /// <summary>The call that runs a group.</summary>
    public KernelCall CallOf(KernelGroup group, ModelProgram program)
    {
        var signature = program.Signatures[group.Index];
        if (!_lowered.TryGetValue(signature.Text, out var lowered))
        {
            var (kernel, places) = GroupLowering.Lower(group, program.Plan, target);
            var known = signature.Places.ToList();
            lowered = new Lowered(NameOf(kernel), kernel, places.Select(p => known.IndexOf(p)).ToArray());
            _lowered.Add(signature.Text, lowered);
        }

        return new KernelCall(lowered.Method, lowered.Kernel, lowered.Order.Select(i => signature.Places[i]).ToArray());
    }

    /// <summary>Writes the methods in the order in which they were first needed.</summary>
    public void Print(SourceWriter writer)
    {
        foreach (var (name, kernel, body) in _kernels)
        {
            writer.Line();
            KernelPrinter.Method(writer, kernel, name, body);
        }
    }

    // Groups of other texts may come to the same loops, too; but threads may share those in another way.
    private string NameOf(Kernel kernel)
    {
        var body = KernelPrinter.Body(kernel, isa);
        var key = string.Join(",", kernel.Bounds) + ":" + body;
        if (_names.TryGetValue(key, out var name)) return name;
        _ordinals.TryGetValue(kernel.Kind, out var ordinal);
        _ordinals[kernel.Kind] = ++ordinal;
        name = kernel.Kind + ordinal;
        _names.Add(key, name);
        _kernels.Add((name, kernel, body));
        return name;
    }

    private sealed record Lowered(string Method, Kernel Kernel, int[] Order);
}
