using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The kernels of a model for one width: equal ones are one method.</summary>
internal sealed class KernelSet(VectorIsa isa)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, Kernel Kernel, string Body)> _kernels = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    /// <summary>The method for the kernel.</summary>
    public string NameOf(Kernel kernel)
    {
        var body = KernelPrinter.Body(kernel, isa);
        if (_names.TryGetValue(body, out var name)) return name;
        _ordinals.TryGetValue(kernel.Kind, out var ordinal);
        _ordinals[kernel.Kind] = ++ordinal;
        name = kernel.Kind + ordinal;
        _names.Add(body, name);
        _kernels.Add((name, kernel, body));
        return name;
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
}
