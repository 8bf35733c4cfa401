using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Fixes of blocks, their uses and their arguments.</summary>
internal static class BlockFixes
{
    private const int Units = 16;

    /// <summary>How many attributes a block has besides <c>[Block]</c>.</summary>
    public static int LayersOf(BlockSpec block) => block.Attributes.Count(attribute => attribute.TypeName != nameof(BlockAttribute));

    /// <summary>Marks a class that has layers and no <c>[Block]</c>.</summary>
    public static Fix[] Mark(BlockSpec? type)
    {
        if (type is null || LayersOf(type) == 0) return [];
        return [Fix.Of($"Mark '{type.DisplayName}' with [Block]", Edit.InsertBefore(ClassOf(type), "Block"))];
    }

    /// <summary>Adds a layer to an empty block, or removes its use.</summary>
    public static Fix[] Fill(BlockSpec block, Step use)
    {
        var layer = $"Dense({Limits.Plain(Units)})";
        return
        [
            Fix.Of($"Insert [{layer}] in '{block.DisplayName}'", Edit.InsertAfter(ClassOf(block), layer)),
            Fix.Remove(use.Location, use.Kind),
        ];
    }

    /// <summary>Removes the use of a block from its own body, unless nothing else is in it.</summary>
    public static Fix[] RemoveFrom(BlockSpec block, Step use) => LayersOf(block) > 1 ? [Fix.Remove(use.Location, use.Kind)] : [];

    /// <summary>Adds the missing arguments: the last one again, which keeps the number of features, or a usual number.</summary>
    public static Fix[] AddArguments(Step use, int[] given, int needed)
    {
        var value = Limits.Plain(given.Length > 0 ? given[given.Length - 1] : Units);
        var added = Enumerable.Range(given.Length, needed - given.Length).ToArray();
        var title = $"Add {(added.Length == 1 ? "the argument" : "the arguments")} {string.Join(", ", added.Select(_ => value))}";
        return [Fix.Of(title, added.Select(index => Edit.Set(use.Location.At("arguments", index), value)).ToArray())];
    }

    /// <summary>Removes the arguments that no block uses.</summary>
    public static Fix[] RemoveArguments(Step use, int needed, int given)
    {
        var surplus = Enumerable.Range(needed, given - needed).Select(index => Edit.Remove(use.Location.At("arguments", index))).ToArray();
        return [Fix.Of(surplus.Length == 1 ? "Remove the argument" : $"Remove the last {Limits.Plain(surplus.Length)} arguments", surplus)];
    }

    /// <summary>A number instead of <c>Arg</c> outside of a block.</summary>
    public static Fix[] Number(AttributeSpec attribute, SpecLocation argument) =>
        [Fix.Change(argument, attribute.TypeName == nameof(ReshapeAttribute) ? "-1" : Limits.Plain(Units))];

    /// <summary>Moves a loss or an optimizer to the model, if that has none; otherwise removes the attribute.</summary>
    public static Fix[] MoveOut(PipelineAttribute attribute, string kind, SpecLocation location, EquatableArray<AttributeSpec> model)
    {
        var (loss, optimizer) = (Find<LossAttribute>(), Find<OptimizerAttribute>());
        var edit = attribute switch
        {
            LossAttribute when loss is null && optimizer is not null => Edit.MoveBefore(location, optimizer),
            LossAttribute when loss is null => Edit.MoveAfter(location, new SpecLocation(null, model.Count - 1)),
            OptimizerAttribute when optimizer is null => Edit.MoveAfter(location, new SpecLocation(null, model.Count - 1)),
            ScheduleAttribute when optimizer is not null => Edit.MoveAfter(location, optimizer),
            _ => null,
        };
        return [edit is null ? Fix.Remove(location, kind) : Fix.Of($"Move [{kind}] to the model", edit)];

        SpecLocation? Find<TAttribute>() => Enumerable.Range(0, model.Count)
            .Where(i => AttributeFactory.Is<TAttribute>(model[i])).Select(i => new SpecLocation(null, i)).FirstOrDefault();
    }

    private static SpecLocation ClassOf(BlockSpec block) => new(block.Name, -1);
}
