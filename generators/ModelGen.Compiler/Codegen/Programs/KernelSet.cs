using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The kernels of a model for one target: equal bodies are one method.</summary>
internal sealed class KernelSet
{
    private readonly Dictionary<Kernel, string> _names = [];
    private readonly List<(string Name, Kernel Kernel)> _kernels = [];
    private readonly Dictionary<string, int> _ordinals = [];

    /// <summary>In the order in which they were first needed.</summary>
    public IReadOnlyList<(string Name, Kernel Kernel)> Kernels => _kernels;

    /// <summary>The method for the kernel.</summary>
    public string NameOf(Kernel kernel)
    {
        var body = kernel with { Description = "" };
        if (_names.TryGetValue(body, out var name)) return name;
        _ordinals.TryGetValue(kernel.Kind, out var ordinal);
        _ordinals[kernel.Kind] = ++ordinal;
        name = kernel.Kind + ordinal;
        _names.Add(body, name);
        _kernels.Add((name, kernel));
        return name;
    }
}
