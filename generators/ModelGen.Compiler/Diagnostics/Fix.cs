using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Diagnostics;

/// <summary>A fix as a value: one line of the list that the editor offers.</summary>
/// <remarks>
/// The rule that finds a mistake knows the shapes, and so the fix. An editor applies it without knowing what it means. "Fix all"
/// applies the fix with the same index to each diagnostic of an id, so the best one comes first.
/// </remarks>
/// <param name="Title">What it does, as an order: <c>Insert [Flatten]</c>.</param>
/// <param name="Edits">The changes, which do not overlap.</param>
public sealed record Fix(string Title, EquatableArray<Edit> Edits)
{
    public static Fix Of(string title, params Edit[] edits) => new(title, edits.ToEquatableArray());

    /// <summary>Gives an argument, or an element of one, another value.</summary>
    /// <param name="argument">Where it stands.</param>
    /// <param name="expression">C#: <c>0.5f</c>, <c>"skip"</c>; for all of an array argument <c>16, 5, 5</c>.</param>
    public static Fix Change(SpecLocation argument, string expression) =>
        Of($"Change to {expression}", Edit.Set(argument, expression));

    /// <summary>Puts attributes in front of one.</summary>
    /// <param name="attribute">Where it stands.</param>
    /// <param name="attributes">Such as <c>Dense(10)</c>, without brackets.</param>
    public static Fix InsertBefore(SpecLocation attribute, params string[] attributes) =>
        Of($"Insert [{string.Join(", ", attributes)}]", Edit.InsertBefore(attribute, attributes));

    /// <summary>Puts attributes behind one.</summary>
    /// <inheritdoc cref="InsertBefore"/>
    public static Fix InsertAfter(SpecLocation attribute, params string[] attributes) =>
        Of($"Insert [{string.Join(", ", attributes)}]", Edit.InsertAfter(attribute, attributes));

    /// <summary>Removes an attribute.</summary>
    /// <param name="attribute">Where it stands.</param>
    /// <param name="kind">Its kind: <c>Dense</c>.</param>
    public static Fix Remove(SpecLocation attribute, string kind) => Of($"Remove [{kind}]", Edit.Remove(attribute));
}
