using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Diagnostics;

/// <summary>A change of a declaration, independent of the layout of the file.</summary>
/// <remarks>
/// Attributes are written without brackets, <c>Dense(10)</c>; brackets, commas, lines and the qualification of names follow those of
/// the attribute that is meant. Locations refer to the declaration before any edit of the same fix.
/// </remarks>
/// <param name="Location">What is changed.</param>
public abstract record Edit(SpecLocation Location)
{
    /// <summary>
    /// New attributes. Beside a class instead of an attribute: before all of its attributes, or behind its <c>[Model]</c> or
    /// <c>[Block]</c>.
    /// </summary>
    public sealed record InsertEdit(SpecLocation Location, Side Side, EquatableArray<string> Attributes) : Edit(Location);

    /// <summary>An attribute, an argument or an element is removed.</summary>
    public sealed record RemoveEdit(SpecLocation Location) : Edit(Location);

    /// <summary>
    /// An attribute is replaced, or an argument gets a value. An argument that is not written is added; so is the element
    /// behind the last one of an array.
    /// </summary>
    public sealed record SetEdit(SpecLocation Location, string Text) : Edit(Location);

    /// <summary>An attribute moves beside another one.</summary>
    public sealed record MoveEdit(SpecLocation Location, Side Side, SpecLocation Target) : Edit(Location);

    /// <summary>The declaration of the class itself changes.</summary>
    public sealed record HeaderEdit(SpecLocation Location, HeaderChange Change) : Edit(Location);

    public static Edit InsertBefore(SpecLocation location, params string[] attributes) =>
        new InsertEdit(location, Side.Before, attributes.ToEquatableArray());

    public static Edit InsertAfter(SpecLocation location, params string[] attributes) =>
        new InsertEdit(location, Side.After, attributes.ToEquatableArray());

    public static Edit Remove(SpecLocation location) => new RemoveEdit(location);

    public static Edit Set(SpecLocation location, string text) => new SetEdit(location, text);

    public static Edit MoveBefore(SpecLocation location, SpecLocation target) => new MoveEdit(location, Side.Before, target);

    public static Edit MoveAfter(SpecLocation location, SpecLocation target) => new MoveEdit(location, Side.After, target);

    public static Edit Header(SpecLocation type, HeaderChange change) => new HeaderEdit(type, change);
}

/// <summary>On which side of an attribute.</summary>
public enum Side
{
    Before,
    After,
}

/// <summary>A change of a class declaration.</summary>
public enum HeaderChange
{
    /// <summary><c>partial</c>, and so is every type around it.</summary>
    Partial,

    /// <summary>Not <c>static</c>.</summary>
    NotStatic,

    /// <summary>Not <c>abstract</c>.</summary>
    NotAbstract,

    /// <summary><c>class</c> instead of <c>record</c>.</summary>
    NotRecord,

    /// <summary>Without its base class; interfaces stay.</summary>
    NoBaseClass,

    /// <summary>The one declaration that carries all attributes of the pipeline.</summary>
    OnlyWithAttributes,
}
