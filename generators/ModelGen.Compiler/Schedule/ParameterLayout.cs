using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Schedule;

/// <summary>Where every parameter lies in the flat buffer; gradients and optimizer states have the same layout.</summary>
public sealed class ParameterLayout
{
    private readonly Dictionary<string, ParameterSlot> _slots = [];

    public ParameterLayout(IEnumerable<ParameterInfo> parameters)
    {
        var offset = 0;
        var slots = new List<ParameterSlot>();
        foreach (var parameter in parameters)
        {
            var layout = Layout.Panels(parameter.MemoryShape);
            var slot = new ParameterSlot(parameter, offset, layout);
            slots.Add(slot);
            _slots.Add(parameter.Name, slot);
            offset += Layout.RoundUp(layout.SampleSize);
        }

        Slots = slots;
        Size = offset;
    }

    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Floats in the flat buffer, padding included; a multiple of sixteen.</summary>
    public int Size { get; }

    public ParameterSlot this[string name] => _slots[name];
}

/// <summary>A parameter's place in the flat buffer.</summary>
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
