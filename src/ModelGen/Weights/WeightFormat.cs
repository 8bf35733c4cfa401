namespace ModelGen;

/// <summary>The formats of files with weights that can be read.</summary>
public enum WeightFormat
{
    /// <summary>safetensors: one file, or an index of several (<c>model.safetensors.index.json</c>).</summary>
    SafeTensors,

    /// <summary>A state dict that <c>torch.save</c> of PyTorch 1.6 or later wrote: an archive of a pickle and of numbers.</summary>
    PyTorch,

    /// <summary>What <c>module.save</c> of TorchSharp writes.</summary>
    TorchSharp,

    /// <summary>A file of Keras, read by the package <c>ModelGen.Keras</c>.</summary>
    Keras,

    /// <summary>Arrays that <c>numpy.savez</c> wrote.</summary>
    Npz,
}
