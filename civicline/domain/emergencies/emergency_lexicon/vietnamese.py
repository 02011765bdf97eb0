"""Emergencies in Vietnamese. Marks are written and not needed, since many people text without them."""

from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind, Lexicon
from civicline.domain.phrases import listed


def _danger(kind: EmergencyKind, sense: str, phrases: str, unless: str = "") -> Danger:
    return Danger(kind=kind, sense=sense, phrases=listed(phrases), unless=listed(unless))


_DANGERS = (
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "fire and gas",
        """
        cháy nhà/chung/xe/bếp/tòa/tiệm cư?
        nhà/bếp/căn/chung/xe/tòa tôi/em/hàng? đang/bị/cư? bị? cháy
        nhà hàng xóm đang/bị cháy
        đang cháy
        có cháy
        hỏa hoạn
        khói nhiều/bốc/đầy/dày
        rò/xì/mùi rỉ? ga/gas/khí
        khí/ga/gas ... rò/xì
        """,
        "phòng cháy, tập huấn, lớp học, khóa học, huấn luyện, năm ngoái",
    ),
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "medical",
        """
        không/ngừng/hết/ko thở
        không/ko thể? thở được? nữa
        khó thở
        bất tỉnh
        ngất xỉu
        ngất rồi/đi
        đau/nhồi/cơn tim? máu? ngực/tim
        nhồi máu cơ tim
        đột quỵ
        co giật
        chảy máu nhiều/quá/không
        chảy nhiều máu
        mất máu/nhiều máu
        nhiều máu quá
        quá liều
        chết đuối
        đuối nước
        sắp/đang chết
        ngộ độc
        uống thuốc độc/tẩy/sâu
        mắc nghẹn
        sắp sinh
        vỡ ối
        bị điện giật
        """,
        "lớp học, khóa học, phòng ngừa, huấn luyện, đói chết",
    ),
    _danger(
        EmergencyKind.LIFE_THREATENING,
        "calls for help, attacks, trapped",
        """
        cứu tôi/em/với/mạng/chúng/con
        gọi/cần/kêu xe? cấp cứu
        gọi/cần/kêu cảnh sát ngay/gấp/nhanh/đến/giúp/với/tới
        gọi/kêu 911
        trường hợp khẩn cấp
        cấp cứu
        có người/kẻ/trộm/ai ... đột/vào/trong nhập/nhà/nhà
        đột nhập
        có/cầm/mang súng/dao/dao
        bắn súng
        tiếng súng
        nghe súng/tiếng nổ/súng
        đang/bị/nó/chồng/hắn bắn/đâm/đánh tôi/em/người/con/vợ/mẹ/chết
        bị chồng/bạn/cha/bố/người/ai trai/ta? đánh/bắn/đâm/giết
        chồng/bạn/cha/bố tôi/trai? đang? đánh tôi/em/con/mẹ
        bị bắn/đâm/cướp/hiếp/cưỡng/bắt bức?/cóc?/hiếp?
        bị hiếp dâm
        cưỡng hiếp
        bạo lực gia đình
        bắt cóc
        muốn/sẽ/định/dọa/đòi giết tôi/em/chúng/con/mẹ/vợ
        nguy hiểm tính mạng
        tính mạng nguy
        tôi/em/chúng đang? tôi? đang? gặp nguy hiểm
        bị/mắc mắc? kẹt trong/trên/dưới
        con/cháu tôi/em? bị? mất tích
        lạc mất con
        bị xe đụng/tông/cán
        tai nạn có/nghiêm người/trọng
        nước đang? tràn/dâng vào/lên/nhanh
        nổ lớn
        dây điện bị? rơi/đứt
        """,
        "lớp học, khóa học, phòng chống, huấn luyện, phòng cấp cứu",
    ),
    _danger(
        EmergencyKind.SELF_HARM,
        "not wanting to live",
        """
        muốn chết
        tự tử
        tự sát
        tự vẫn
        không muốn sống nữa?
        ko muốn song nua
        chán sống
        kết thúc cuộc đời
        kết liễu
        nhảy cầu/lầu
        cắt cổ? tay
        làm hại bản thân
        tự hại bản? mình?
        sống không còn ý nghĩa
        """,
        "phòng chống, phòng ngừa, lớp học, khóa học, huấn luyện, không muốn chết, sống ở/gần",
    ),
    _danger(
        EmergencyKind.THREAT,
        "threats",
        """
        tao/tôi sẽ/muốn giết mày/anh/các/ông/bà/chúng/hết/thị/tất
        tao/tôi giết mày/anh/các/hết/thị
        sẽ/tao bắn/đâm/đốt mày/chết/tòa/văn/các/nhà
        mày sẽ? phải? chết
        có bom
        đặt bom
        đánh bom
        tao/tôi biết mày/anh/nhà ở/sống/mày đâu
        cho nổ
        """,
        "phim",
    ),
)

LEXICON = Lexicon(language="vi", dangers=_DANGERS, vocabulary={})
