using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>What a step of the pipeline means for the initial weights of the layer before it.</summary>
internal enum InitRole
{
    /// <summary>An activation, or a layer of its own, behind which there is nothing to look for.</summary>
    Other,

    /// <summary>Passes its input on as it is, perhaps in another shape or summed with others: look further.</summary>
    Transparent,

    /// <summary>Moves and scales its input: look further.</summary>
    Normalizing,

    /// <summary>Zero or nearly so for one half of its inputs: Kaiming keeps the variance.</summary>
    ReluLike,
}

/// <summary>A layer or a piece of wiring: one attribute class becomes graph nodes.</summary>
/// <remarks>A definition holds no state; there is one for each attribute class, in <see cref="LayerTable"/>.</remarks>
internal abstract class LayerDefinition
{
    public abstract Type AttributeType { get; }

    public virtual InitRole InitRole => InitRole.Other;

    /// <summary>Whether its result is a matrix it learns times its input, plus a bias perhaps: two in a row are as good as one.</summary>
    public virtual bool IsLinear => false;

    /// <summary>Whether it works on images: channels, height and width.</summary>
    public virtual bool IsForImages => false;

    /// <summary>Whether it takes ids: it looks something up by them, or passes them on.</summary>
    public virtual bool TakesTokens => false;

    /// <summary>Whether it leaves numbers of 0 and more as they are.</summary>
    public virtual bool KeepsPositive => false;

    /// <summary>The numbers its result can hold, whatever arrives.</summary>
    public abstract Interval Range(PipelineAttribute attribute);

    /// <summary>Every parameter the layer can have, such as <c>weight</c>, whatever its arguments are.</summary>
    public virtual IReadOnlyList<string> ParameterNames => [];

    /// <summary>Why it cannot stand in a block, as the end of a sentence; null if it can.</summary>
    public virtual string? WhyNotInBlock => null;

    /// <summary>The names of other values that the attribute reads.</summary>
    public abstract IEnumerable<ValueReference> Reads(PipelineAttribute attribute);

    /// <summary>The name that the attribute gives to a value; null if it is not there for that.</summary>
    public abstract ValueDefinition? Defines(PipelineAttribute attribute);

    /// <summary>Argument values out of range, whatever the shape that arrives. Nulls are skipped.</summary>
    public abstract IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute);

    /// <summary>The next current value; null after a reported mistake.</summary>
    public abstract Value? Build(PipelineAttribute attribute, LayerContext context);
}

/// <summary>A layer or a piece of wiring for one attribute class.</summary>
internal abstract class LayerDefinition<TAttribute> : LayerDefinition
    where TAttribute : PipelineAttribute
{
    public sealed override Type AttributeType => typeof(TAttribute);

    public sealed override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute) => Validate((TAttribute)attribute);

    public sealed override Value? Build(PipelineAttribute attribute, LayerContext context) => Build((TAttribute)attribute, context);

    public sealed override Interval Range(PipelineAttribute attribute) => Range((TAttribute)attribute);

    public sealed override IEnumerable<ValueReference> Reads(PipelineAttribute attribute) => Reads((TAttribute)attribute);

    public sealed override ValueDefinition? Defines(PipelineAttribute attribute) => Defines((TAttribute)attribute);

    /// <inheritdoc cref="LayerDefinition.Reads"/>
    protected virtual IEnumerable<ValueReference> Reads(TAttribute attribute) => [];

    /// <inheritdoc cref="LayerDefinition.Defines"/>
    protected virtual ValueDefinition? Defines(TAttribute attribute) => null;

    /// <inheritdoc cref="LayerDefinition.Range"/>
    protected virtual Interval Range(TAttribute attribute) => Interval.All;

    /// <inheritdoc cref="LayerDefinition.Validate"/>
    protected virtual IEnumerable<ArgumentProblem?> Validate(TAttribute attribute) => [];

    /// <inheritdoc cref="LayerDefinition.Build"/>
    protected abstract Value? Build(TAttribute attribute, LayerContext context);
}
