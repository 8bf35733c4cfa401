using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A kernel's method and its arguments.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Addresses">The memory of its buffers.</param>
/// <param name="Sizes">The numbers in which it differs from other kernels with the same method.</param>
internal sealed record KernelCall(string Method, Kernel Kernel, IReadOnlyList<Address> Addresses, IReadOnlyList<string> Sizes);

/// <summary>
/// The kernels of programs for one width. Equal kernels are one method, and so are those that differ only in a few sizes.
/// </summary>
internal sealed class KernelSet
{
    private readonly Target _target;
    private readonly VectorIsa _isa;
    private readonly Dictionary<string, Lowered> _lowered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly List<Method> _methods = [];

    /// <param name="target">The width.</param>
    /// <param name="isa">How it is written.</param>
    /// <param name="programs">The programs, in the order in which they are written: methods are in the order in which they are first
    /// needed.</param>
    public KernelSet(Target target, VectorIsa isa, IEnumerable<ModelProgram> programs)
    {
        _target = target;
        _isa = isa;
        var inOrder = new List<Variant>();
        foreach (var program in programs)
            foreach (var group in program.Plan.Groups) Add(group, program, inOrder);
        foreach (var family in _families.Values) family.Sizes = SharedSizes.Of(family.Variants.Select(v => v.Numbers).ToArray());
        var ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var variant in inOrder) variant.Method = variant.Family.Method ?? Define(variant, ordinals);
    }

    /// <summary>The call that runs a group.</summary>
    public KernelCall CallOf(KernelGroup group, ModelProgram program)
    {
        var signature = program.Signatures[group.Index];
        var (kernel, variant, order) = _lowered[signature.Text];
        var sizes = variant.Family.Sizes?.Arguments(variant.Index).ToArray() ?? [];
        return new KernelCall(variant.Method!.Name, kernel, order.Select(i => signature.Addresses[i]).ToArray(), sizes);
    }

    /// <summary>Writes the methods.</summary>
    public void Print(SourceWriter writer)
    {
        foreach (var (name, kernel, body, sizes) in _methods)
        {
            writer.Line();
            KernelPrinter.Method(writer, kernel, name, body, sizes);
        }
    }

    private void Add(KernelGroup group, ModelProgram program, List<Variant> inOrder)
    {
        var signature = program.Signatures[group.Index];
        if (_lowered.ContainsKey(signature.Text)) return;
        var (kernel, addresses) = GroupLowering.Lower(group, program.Plan, _target);
        var body = KernelPrinter.Body(kernel, _isa);
        var (form, numbers) = SharedSizes.Split(body);
        // Groups with different texts may have the same loops, but threads may divide those in different ways.
        var key = $"{kernel.Kind} {string.Join(", ", KernelPrinter.Parameters(kernel))} {form}";
        if (!_families.TryGetValue(key, out var family)) _families.Add(key, family = new Family());
        var variant = family.Variants.FirstOrDefault(v => v.Numbers.SequenceEqual(numbers));
        if (variant is null)
        {
            family.Variants.Add(variant = new Variant(family, family.Variants.Count, kernel, body, numbers));
            inOrder.Add(variant);
        }

        var known = signature.Addresses.ToList();
        _lowered.Add(signature.Text, new Lowered(kernel, variant, addresses.Select(p => known.IndexOf(p)).ToArray()));
    }

    private Method Define(Variant variant, Dictionary<string, int> ordinals)
    {
        var (family, kernel) = (variant.Family, variant.Kernel);
        ordinals.TryGetValue(kernel.Kind, out var ordinal);
        ordinals[kernel.Kind] = ++ordinal;
        var method = new Method(
            kernel.Kind + ordinal,
            kernel,
            family.Sizes?.Fill(variant.Body) ?? variant.Body,
            family.Sizes?.Names.ToArray() ?? []);
        if (family.Sizes is not null)
            family.Method = method;
        _methods.Add(method);
        return method;
    }

    private sealed record Lowered(Kernel Kernel, Variant Variant, int[] Order);

    private sealed record Method(string Name, Kernel Kernel, string Body, IReadOnlyList<string> Sizes);

    /// <summary>Kernels of one text but for its numbers.</summary>
    private sealed class Family
    {
        public List<Variant> Variants { get; } = [];

        public SharedSizes? Sizes { get; set; }

        /// <summary>The method of all; null as long as there is none, or if each has its own.</summary>
        public Method? Method { get; set; }
    }

    private sealed class Variant(Family family, int index, Kernel kernel, string body, long[] numbers)
    {
        public Family Family => family;

        public int Index => index;

        public Kernel Kernel => kernel;

        public string Body => body;

        public long[] Numbers => numbers;

        public Method? Method { get; set; }
    }
}
