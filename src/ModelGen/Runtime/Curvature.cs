using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>A direction in the space of what a model learns, and the product of the loss's Hessian with it. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Curvature
{
    private readonly ParameterSet _set;

    /// <summary>Makes room for a direction and a product.</summary>
    /// <param name="descriptors">The model's parameters.</param>
    /// <param name="length">The length of their flat buffer.</param>
    public Curvature(IReadOnlyList<ParameterDescriptor> descriptors, int length)
    {
        (Direction, Product) = (new AlignedBuffer(length), new AlignedBuffer(length));
        _set = new ParameterSet(descriptors, Direction, Product);
    }

    /// <summary>The direction, as weights lie in memory.</summary>
    public AlignedBuffer Direction { get; }

    /// <summary>The product, as gradients lie in memory.</summary>
    public AlignedBuffer Product { get; }

    /// <summary>Takes a direction in the standard order.</summary>
    /// <param name="vector">One float for each number that is learned.</param>
    /// <param name="parameter">The name of the argument.</param>
    /// <exception cref="ArgumentException">There are more floats or fewer.</exception>
    public void Set(ReadOnlySpan<float> vector, string parameter)
    {
        Check(vector.Length, parameter);
        foreach (Parameter one in _set)
        {
            if (!one.Trainable) continue;
            one.Value.CopyFrom(vector[..one.Length]);
            vector = vector[one.Length..];
        }
    }

    /// <summary>Takes the direction of one number that is learned.</summary>
    /// <param name="position">Which, in the standard order.</param>
    public void SetUnit(int position)
    {
        Direction.Span.Clear();
        foreach (Parameter one in _set)
        {
            if (!one.Trainable) continue;
            if (position < one.Length)
            {
                one.Value[position] = 1;
                return;
            }

            position -= one.Length;
        }
    }

    /// <summary>Copies the product in the standard order.</summary>
    /// <param name="product">One float for each number that is learned.</param>
    public void CopyTo(Span<float> product)
    {
        foreach (Parameter one in _set)
        {
            if (!one.Trainable) continue;
            one.Gradient.CopyTo(product[..one.Length]);
            product = product[one.Length..];
        }
    }

    /// <summary>Requires a length to be that of a direction.</summary>
    /// <param name="length">The length that was given.</param>
    /// <param name="parameter">The name of the argument.</param>
    /// <exception cref="ArgumentException">It is another.</exception>
    public void Check(int length, string parameter)
    {
        if (length == _set.ElementCount) return;
        throw new ArgumentException(
            $"{parameter} has {length} floats; {_set.ElementCount} are needed, one for each number that the model learns.", parameter);
    }

    /// <summary>Requires a length to be that of a square matrix.</summary>
    /// <param name="length">The length that was given.</param>
    /// <param name="parameter">The name of the argument.</param>
    /// <returns>The rows of the matrix.</returns>
    /// <exception cref="ArgumentException">It is another.</exception>
    public int CheckSquare(int length, string parameter)
    {
        long rows = _set.ElementCount;
        if (length == rows * rows) return (int)rows;
        throw new ArgumentException(
            rows * rows > Array.MaxLength
                ? $"The Hessian of a model that learns {rows} numbers has {rows} × {rows} floats, more than an array holds. Take products "
                    + "with vectors: HessianVectorProduct."
                : $"{parameter} has {length} floats; {rows} × {rows} are needed: the model learns {rows} numbers.",
            parameter);
    }
}
