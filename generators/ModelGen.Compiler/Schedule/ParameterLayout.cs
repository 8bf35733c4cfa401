using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// The offset of every parameter in the flat vector; buffers, and what is frozen, are behind the trainable parameters. Gradients have the
/// same layout, and optimizer states that of its trainable part, which consists of groups: ranges that are updated alike.
/// </summary>
public sealed class ParameterLayout
{
    private readonly Dictionary<string, ParameterSlot> _slots = [];

    public ParameterLayout(IEnumerable<ParameterInfo> parameters)
    {
        var all = parameters.ToArray();
        var (learned, groups) = ParameterGroup.Divide(
            all.Where(p => p.IsTrainable), SizeOf, p => SlotOf(p, 0).AsMatrix());
        Groups = groups;
        foreach (var (parameter, start) in learned) Add(parameter, start);
        TrainableSize = groups.Sum(g => g.Size);
        Size = TrainableSize;
        Append(all.Where(p => p.IsUpdated));
        BufferSize = Size - TrainableSize;
        Append(all.Where(p => p.IsFrozen));

        Slots = all.Select(p => _slots[p.Name]).ToArray();

        void Append(IEnumerable<ParameterInfo> more)
        {
            foreach (var parameter in more)
            {
                Add(parameter, Size);
                Size += SizeOf(parameter);
            }
        }

        void Add(ParameterInfo parameter, int offset) =>
            _slots.Add(parameter.Name, SlotOf(parameter, offset));

        static ParameterSlot SlotOf(ParameterInfo parameter, int offset) => new(parameter, offset, Layout.Panels(parameter.MemoryShape));

        // Rows of narrow elements are padded to sixteen of them, too. Every tensor begins at a multiple of 64 bytes.
        static int SizeOf(ParameterInfo parameter) => Layout.RoundUp(
            Layout.RoundUp(Layout.Panels(parameter.MemoryShape).SampleSize) * parameter.Element.Bytes() / sizeof(float));
    }

    /// <summary>What is updated alike: ranges of what is learned, one behind the other.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>In the order of declaration.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Floats in the flat vector, padding included; a multiple of sixteen.</summary>
    public int Size { get; private set; }

    /// <summary>The floats of the trainable parameters, which come first.</summary>
    public int TrainableSize { get; }

    /// <summary>The floats of the buffers that training changes, behind those; behind them lies what is frozen.</summary>
    public int BufferSize { get; }

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

    /// <summary>The parameter as a matrix whose rows are the slices along its first axis in files.</summary>
    public MatrixForm AsMatrix()
    {
        var memory = Parameter.MemoryShape;
        var first = Parameter.Order.ToList().IndexOf(0);
        var sizes = new List<int>();
        var rows = new List<int>();
        if (Layout.InPanels) Add(Layout.RoundUp(memory[Layout.LaneAxis]) / Layout.Lanes, Layout.LaneAxis);
        for (var axis = 0; axis < memory.Rank; axis++)
        {
            if (axis == Layout.LaneAxis) Add(Layout.InPanels ? Layout.Lanes : Layout.RoundUp(memory[axis]), axis);
            else if (memory[axis] > 1) Add(memory[axis], axis);
        }

        if (sizes.Count == 0) Add(Layout.Lanes, -1);
        return new MatrixForm(
            new Shape(sizes.ToEquatableArray()), rows.ToEquatableArray(), memory[first], memory.SampleElements / memory[first]);

        void Add(int size, int axis)
        {
            if (axis == first) rows.Add(sizes.Count);
            sizes.Add(size);
        }
    }
}
