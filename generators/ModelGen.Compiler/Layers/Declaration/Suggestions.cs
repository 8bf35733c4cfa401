using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Refactorings beside a valid attribute.</summary>
internal static class Suggestions
{
    public static IReadOnlyList<Fix> At(ModelSpec spec, SpecLocation attribute)
    {
        var attributes = attribute.Block is null ? spec.Attributes : spec.Blocks.First(block => block.Name == attribute.Block).Attributes;
        var fixes = new List<Fix>();
        if (
            DeclarationQuery.StepAt(spec, attribute) is not { Attribute: not (LossAttribute or OptimizerAttribute or OutputAttribute) } step
        )
            return fixes;

        if (step.Name is { } name && attributes[attribute.Attribute].Named.All(argument => argument.Name != "Name"))
            fixes.Add(Fix.Of($"Name the layer: Name = \"{name}\"", Edit.Set(attribute.At("Name"), $"\"{name}\"")));
        if (DeclarationQuery.SizesBehind(spec, attribute) is not { } sizes) return fixes;

        if (!Is<ShapeAttribute>(0) && !Is<ShapeAttribute>(1))
            Insert("State the shape", $"Shape({sizes})");
        if (!Is<AsAttribute>(0) && !Is<AsAttribute>(1))
            Insert("Name the value", $"As(\"{DeclarationQuery.FreeValueName(spec, attribute)}\")");
        return fixes;

        bool Is<TAttribute>(int offset) =>
            attribute.Attribute + offset < attributes.Count && attributes[attribute.Attribute + offset].TypeName == typeof(TAttribute).Name;

        void Insert(string what, string added) => fixes.Add(Fix.Of($"{what}: [{added}]", Edit.InsertAfter(attribute, added)));
    }
}
