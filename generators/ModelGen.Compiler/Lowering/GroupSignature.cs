using System.Text;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Everything that a group's kernel depends on, as text, and the addresses it is called with.</summary>
/// <remarks>Groups with equal text have equal kernels, which are lowered once. Only the addresses differ.</remarks>
internal sealed class GroupSignature
{
    private readonly KernelGroup _group;
    private readonly ProgramPlan _plan;
    private readonly List<Address> _addresses = [];
    private readonly Dictionary<Node, int> _members = [];
    private readonly IReadOnlyDictionary<Address, BufferLength> _lengths;
    private readonly StringBuilder _text = new();

    public GroupSignature(KernelGroup group, ProgramPlan plan)
    {
        _group = group;
        _plan = plan;
        _lengths = BufferLengths.Of(group, plan);
        foreach (var member in group.Members)
        {
            _text
                .Append(
                    member == group.Anchor ? "anchor "
                    : group.Prologue.Contains(member) ? "before "
                    : "")
                .Append(member.Op)
                .Append(member.Shape)
                .Append('(');
            foreach (var input in member.Inputs)
            {
                if (group.IsRead(member, input)) Append(input);
                else _text.Append(group.InPlace.Contains(input) ? "in place" : input.Inputs[0].Op.ToString()).Append(input.Shape);
            }

            _text.Append(')');
            if (plan.IsStored(member)) AppendMemory(member);
            _text.Append(';');
            _members.Add(member, _members.Count);
        }

        Text = _text.ToString();
    }

    public string Text { get; }

    /// <summary>The addresses of the tensors in memory, in the order in which the text meets them.</summary>
    public IReadOnlyList<Address> Addresses => _addresses;

    private void Append(Node node)
    {
        if (_members.TryGetValue(node, out var index))
        {
            _text.Append('#').Append(index).Append(' ');
        }
        else if (Fusion.IsFree(node) || Memory.IsSameValue(node))
        {
            _text.Append(node.Op).Append(node.Shape).Append('(');
            foreach (var input in node.Inputs) Append(input);
            _text.Append(')');
            if (!Fusion.IsFree(node) && !_group.Contains(Memory.Root(node))) AppendMemory(node);
        }
        else
        {
            _text.Append(node.Shape);
            AppendMemory(node);
        }
    }

    private void AppendMemory(Node node)
    {
        var storage = _plan.StorageOf(node);
        var address = _addresses.IndexOf(storage.Address);
        if (address < 0)
        {
            address = _addresses.Count;
            _addresses.Add(storage.Address);
        }

        // The kernel does not depend on lengths, but the proof of its bounds does.
        _text.Append('@').Append(address).Append(storage.Layout.Strides).Append(storage.Address.Region).Append(' ');
        if (storage.Address.Element != Element.F32) _text.Append(storage.Address.Element).Append(' ');
        if (_lengths.TryGetValue(storage.Address, out var length)) _text.Append(length).Append(' ');
    }
}
