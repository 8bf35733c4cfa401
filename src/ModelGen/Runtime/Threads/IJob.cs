using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>Work that several threads do together: each runs the same text and takes its part of every loop.</summary>
/// <remarks>Generated code implements it with structures that hold the caller's spans; <see cref="Workers"/> runs them.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IJob
{
    /// <summary>Does one part. All parts meet the same barriers in the same order.</summary>
    /// <param name="part">Which part this thread does.</param>
    void Run(Part part);
}
