using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
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
    private readonly Dictionary<string, Lowered> _lowered = new(StringComparer.Ordinal);
    private readonly List<Method> _methods = [];
    private readonly List<Method> _outlines = [];

    /// <param name="target">The width.</param>
    /// <param name="isa">How it is written.</param>
    /// <param name="programs">The programs, in the order in which they are written: methods are in the order in which they are first
    /// needed.</param>
    public KernelSet(Target target, VectorIsa isa, IEnumerable<ModelProgram> programs)
    {
        _target = target;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lowered = (
            from program in programs
            from kernelGroup in program.Plan.Groups
            where seen.Add(Key(kernelGroup, program))
            select Lower(kernelGroup, program)).ToArray();

        // Loops with methods of their own come first: the kernels that call them know their names.
        var ends = new Families();
        var outlines = lowered
            .Select(l => Outline.Of(l.Kernel)
                .Select(o => (Outline: o, Variant: ends.Add(o.Kernel, KernelPrinter.Body(o.Kernel, isa))))
                .ToArray())
            .ToArray();
        _outlines.AddRange(ends.Define());

        var kernels = new Families();
        for (var i = 0; i < lowered.Length; i++)
        {
            var (signature, kernel, order) = lowered[i];
            var calls = outlines[i].Select(o => new OutlineCall(o.Outline, o.Variant.Method!.Name, o.Variant.Sizes)).ToArray();
            _lowered[signature] = new Lowered(kernel, kernels.Add(kernel, KernelPrinter.Body(kernel, isa, calls)), order);
        }

        _methods.AddRange(kernels.Define());
    }

    /// <summary>The call that runs a group.</summary>
    public KernelCall CallOf(KernelGroup group, ModelProgram program)
    {
        var signature = program.Signatures[group.Index];
        var (kernel, variant, order) = _lowered[Key(group, program)];
        var addresses = order.Select(i => signature.Addresses[i]);
        if (kernel.Partials is not null) addresses = addresses.Append(program.PartialsOf(group));
        return new KernelCall(variant.Method!.Name, kernel, addresses.ToArray(), variant.Sizes);
    }

    /// <summary>Writes the methods.</summary>
    public void Print(SourceWriter writer)
    {
        foreach (var (name, kernel, body, sizes) in _methods.Concat(_outlines))
        {
            writer.Line();
            KernelPrinter.Method(writer, kernel, name, body, sizes);
        }
    }

    private (string Signature, Kernel Kernel, int[] Order) Lower(KernelGroup group, ModelProgram program)
    {
        var signature = program.Signatures[group.Index];
        var (kernel, addresses) = GroupLowering.Lower(group, program.Plan, _target, program.Kind.IsForOneSample);
        if (program.Partials is { } partials)
        {
            var lengths = BufferLengths.Of(group, program.Plan);
            kernel = Paused(kernel, [.. addresses.Select(address => lengths[address]), new BufferLength(0, partials[group.Index], false)]);
        }

        var known = signature.Addresses.ToList();
        return (Key(group, program), kernel, addresses.Select(p => known.IndexOf(p)).ToArray());
    }

    private static Kernel Paused(Kernel kernel, IReadOnlyList<BufferLength> lengths)
    {
        var paused = PausedSums.Of(kernel) ?? throw new CompilerException($"The sums of '{kernel.Description}' cannot pause.");
        if (!paused.IsPaused) return kernel;
        KernelVerifier.Verify(paused);
        KernelBounds.Of(paused).Verify(lengths);
        return paused;
    }

    /// <summary>What the kernel of a group depends on.</summary>
    private static string Key(KernelGroup group, ModelProgram program) =>
        (program.Kind.IsForOneSample ? "one sample, " : program.Partials is not null ? "paused, " : "")
            + program.Signatures[group.Index].Text;

    private sealed record Lowered(Kernel Kernel, Variant Variant, int[] Order);

    private sealed record Method(string Name, Kernel Kernel, string Body, IReadOnlyList<string> Sizes);

    /// <summary>Kernels, those together that can be one method.</summary>
    private sealed class Families
    {
        private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);
        private readonly List<Variant> _inOrder = [];

        public Variant Add(Kernel kernel, string body)
        {
            var (form, numbers) = SharedSizes.Split(body);
            // Groups with different texts may have the same loops, but threads may divide those in different ways.
            var key = $"{kernel.Kind} {string.Join(", ", KernelPrinter.Parameters(kernel))} {form}";
            if (!_families.TryGetValue(key, out var family)) _families.Add(key, family = new Family());
            var variant = family.Variants.FirstOrDefault(v => v.Numbers.SequenceEqual(numbers));
            if (variant is not null) return variant;
            family.Variants.Add(variant = new Variant(family, family.Variants.Count, kernel, body, numbers));
            _inOrder.Add(variant);
            return variant;
        }

        /// <summary>Gives each kernel its method, once all are known.</summary>
        public IEnumerable<Method> Define()
        {
            foreach (var family in _families.Values) family.Sizes = SharedSizes.Of(family.Variants.Select(v => v.Numbers).ToArray());
            var ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
            var methods = new List<Method>();
            foreach (var variant in _inOrder)
            {
                variant.Method = variant.Family.Method;
                if (variant.Method is null) methods.Add(variant.Method = Define(variant, ordinals));
            }

            return methods;
        }

        private static Method Define(Variant variant, Dictionary<string, int> ordinals)
        {
            var (family, kernel) = (variant.Family, variant.Kernel);
            ordinals.TryGetValue(kernel.Kind, out var ordinal);
            ordinals[kernel.Kind] = ++ordinal;
            var method = new Method(
                kernel.Kind + ordinal,
                kernel,
                family.Sizes?.Fill(variant.Body) ?? variant.Body,
                family.Sizes?.Names.ToArray() ?? []);
            if (family.Sizes is not null) family.Method = method;
            return method;
        }
    }

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

        /// <summary>What a call passes for the sizes.</summary>
        public IReadOnlyList<string> Sizes => family.Sizes?.Arguments(index).ToArray() ?? [];
    }
}
