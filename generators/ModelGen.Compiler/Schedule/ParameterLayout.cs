using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// The offset of every parameter in the flat vector; buffers are behind the trainable parameters. Gradients have the same layout, and
/// optimizer states that of its trainable part, which consists of groups: ranges that are updated alike.
/// </summary>
public sealed class ParameterLayout
{
    private readonly Dictionary<string, ParameterSlot> _slots = [];

    public ParameterLayout(IEnumerable<ParameterInfo> parameters)
    {
        var all = parameters.ToArray();
        var (learned, groups) = ParameterGroup.Divide(all.Where(p => p.IsTrainable), SizeOf);
        Groups = groups;
        foreach (var (parameter, start) in learned) Add(parameter, start);
        TrainableSize = groups.Sum(g => g.Size);
        Size = TrainableSize;
        foreach (var buffer in all.Where(p => !p.IsTrainable))
        {
            Add(buffer, Size);
            Size += SizeOf(buffer);
        }

        Slots = all.Select(p => _slots[p.Name]).ToArray();

        void Add(ParameterInfo parameter, int offset) =>
            _slots.Add(parameter.Name, new ParameterSlot(parameter, offset, Layout.Panels(parameter.MemoryShape)));

        // Rows of narrow elements are padded to sixteen of them, too. Every tensor begins at a multiple of 64 bytes.
        static int SizeOf(ParameterInfo parameter) => Layout.RoundUp(
            Layout.RoundUp(Layout.Panels(parameter.MemoryShape).SampleSize) * parameter.Element.Bytes() / sizeof(float));
    }

    /// <summary>What is updated alike: ranges of what is learned, one behind the other.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>In the order of declaration.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Floats in the flat vector, padding included; a multiple of sixteen.</summary>
    public int Size { get; }

    /// <summary>The floats of the trainable parameters, which come first.</summary>
    public int TrainableSize { get; }

    /// <summary>The floats of buffers, behind those.</summary>
    public int BufferSize => Size - TrainableSize;

    public ParameterSlot this[string name] => _slots[name];
}

/// <summary>A parameter's offset and layout in the flat vector.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Offset">Where it begins, in floats.</param>
/// <param name="Layout">Where its elements lie from there on, in elements of its type.</param>
public sealed record ParameterSlot(ParameterInfo Parameter, int Offset, Layout Layout)
{
    /// <summary>Where it begins, in elements of its type.</summary>
    public int Start => Offset * (sizeof(float) / Parameter.Element.Bytes());

    /// <summary>Its elements, those of the padding included.</summary>
    public int Size => Layout.RoundUp(Layout.SampleSize);

    /// <summary>The strides of the standard (PyTorch) axes, which <c>ParameterDescriptor</c> takes.</summary>
    public int[] StandardStrides()
    {
        var strides = new int[Parameter.Order.Count];
        for (var i = 0; i < strides.Length; i++) strides[Parameter.Order[i]] = Layout.Strides[i];
        return strides;
    }

    /// <summary>The standard axis that is cut into panels, or -1.</summary>
    public int StandardPanelAxis => Layout.InPanels ? Parameter.Order[Layout.LaneAxis] : -1;
}
