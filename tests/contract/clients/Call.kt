import com.fasterxml.jackson.annotation.JsonInclude.Include
import com.fasterxml.jackson.databind.ObjectMapper
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import org.openapitools.client.models.GivenKey
import org.openapitools.client.models.Review
import org.openapitools.client.models.ReviewBody
import org.openapitools.client.models.VenuePage

val json: ObjectMapper = ObjectMapper().findAndRegisterModules()
    .setSerializationInclusion(Include.NON_NULL)
val http: HttpClient = HttpClient.newHttpClient()

fun send(request: HttpRequest.Builder): String =
    http.send(request.build(), BodyHandlers.ofString()).body()

fun main(words: Array<String>) {
    val at = { path: String -> HttpRequest.newBuilder(URI.create(words[0] + path)) }
    val nothing = HttpRequest.BodyPublishers.noBody()
    val key = json.readValue(
        send(at("/v1/sandbox/keys").POST(nothing)), GivenKey::class.java).key

    val page = send(at("/v1/venues?q=b%C3%A1nh+%C4%91a+cua&limit=1"))
    val venue = json.readValue(page, VenuePage::class.java).items.first()

    val said = json.writeValueAsString(ReviewBody(stars = 5, text = "Ngon"))
    val rated = send(at("/v1/venues/${venue.id}/reviews/mine")
        .header("Authorization", "Bearer $key")
        .header("Content-Type", "application/json")
        .PUT(HttpRequest.BodyPublishers.ofString(said)))
    println("${venue.id} ${json.readValue(rated, Review::class.java).stars}")
}
