using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Answers what an editor asks about one attribute of a declaration, finished or not.</summary>
internal static class DeclarationQuery
{
    /// <summary>More than any axis can have.</summary>
    private const double Impossible = int.MaxValue;

    /// <summary>The sizes of the value behind an attribute, such as <c>16, 5, 5</c>.</summary>
    /// <remarks>
    /// It inserts a wrong <c>[Shape]</c>, takes the shape from the correction, and checks that this one holds in every use of the
    /// block.
    /// </remarks>
    /// <returns>Null if there is no value, or not the same shape in every use.</returns>
    public static string? SizesBehind(ModelSpec spec, SpecLocation attribute)
    {
        var stated = attribute with { Attribute = attribute.Attribute + 1 };
        if (Objection(spec, stated, [Impossible]) is not { } correction) return null;
        var sizes = ((Edit.SetEdit)correction.Edits[0]).Text;
        return
            Objection(spec, stated, sizes.Split(',').Select(size => double.Parse(size, System.Globalization.CultureInfo.InvariantCulture)))
                is null
            ? sizes
            : null;
    }

    /// <summary>The step of an attribute, with its name; null if it cannot be read.</summary>
    public static Step? StepAt(ModelSpec spec, SpecLocation attribute)
    {
        return Find(new Resolver(spec, new Problems()).Steps);

        Step? Find(IEnumerable<Step> steps) => steps
            .Select(step => step.Location == attribute ? step : Find(step.Branches.SelectMany(branch => branch.Steps)))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>A free name for the value behind an attribute.</summary>
    public static string FreeValueName(ModelSpec spec, SpecLocation attribute)
    {
        var attributes = attribute.Block is null ? spec.Attributes : spec.Blocks.First(block => block.Name == attribute.Block).Attributes;
        var texts = attributes
            .SelectMany(other => other.Positional.Concat(other.Named))
            .Select(argument => argument.Value)
            .OfType<ValueSpec.Text>();
        return LayerNames.Free("skip", [.. texts.Select(text => text.Value)]);
    }

    /// <summary>
    /// The compiler's correction of a <c>[Shape]</c>; null if the shape is right, or if the pipeline cannot be built up to there.
    /// </summary>
    private static Fix? Objection(ModelSpec spec, SpecLocation place, IEnumerable<double> sizes)
    {
        var shape = new ValueSpec.Array(sizes.Select(size => (ValueSpec)new ValueSpec.Number(size)).ToEquatableArray());
        var statement = new AttributeSpec(
            nameof(ShapeAttribute),
            EquatableArray<string>.Empty,
            EquatableArray.Of(new ArgumentSpec("shape", shape)),
            EquatableArray<ArgumentSpec>.Empty);
        var problems = new Problems();
        var steps = new Resolver(With(spec, place, statement), problems).Steps;
        if (problems.Found.Count > 0 || steps.Count == 0 || steps[0].Attribute is not ModelInputAttribute) return null;

        new PipelineBuilder(Mode.Inference, problems).Run(new Scope(steps, "", 0, "", null), null);
        return problems.Found
            .Where(problem => problem.Descriptor == DiagnosticCatalogue.NotTheShape && problem.Location == place.At("shape"))
            .Select(problem => problem.Fixes[0]).FirstOrDefault();
    }

    private static ModelSpec With(ModelSpec spec, SpecLocation place, AttributeSpec added)
    {
        if (place.Block is null) return spec with { Attributes = Inserted(spec.Attributes) };
        return spec with
        {
            Blocks = spec
                .Blocks.Select(block => block.Name == place.Block ? block with { Attributes = Inserted(block.Attributes) } : block)
                .ToEquatableArray(),
        };

        EquatableArray<AttributeSpec> Inserted(EquatableArray<AttributeSpec> attributes) =>
            new([.. attributes.Take(place.Attribute), added, .. attributes.Skip(place.Attribute)]);
    }
}
