using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// The offset of every parameter in the flat vector; buffers are behind the trainable parameters. Gradients have the same layout, and
/// optimizer states that of its trainable part.
/// </summary>
public sealed class ParameterLayout
{
    private readonly Dictionary<string, ParameterSlot> _slots = [];

    public ParameterLayout(IEnumerable<ParameterInfo> parameters)
    {
        var all = parameters.ToArray();
        var offset = 0;
        foreach (var parameter in all.OrderByDescending(p => p.IsTrainable))
        {
            var layout = Layout.Panels(parameter.MemoryShape);
            var slot = new ParameterSlot(parameter, offset, layout);
            _slots.Add(parameter.Name, slot);
            offset += Layout.RoundUp(layout.SampleSize);
            if (parameter.IsTrainable) TrainableSize = offset;
        }

        Slots = all.Select(p => _slots[p.Name]).ToArray();
        Size = offset;
    }

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
public sealed record ParameterSlot(ParameterInfo Parameter, int Offset, Layout Layout)
{
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
